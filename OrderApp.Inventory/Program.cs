using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Stocking;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddInventory();

var app = builder.Build();
app.UseCallerAuthentication();
app.MapDefaultEndpoints();
app.MapGrpcService<InventoryGrpcService>();
app.Run();
