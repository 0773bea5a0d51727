using OrderApp.Orders;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrders();

var app = builder.Build();
app.UseCallerAuthentication();
app.MapDefaultEndpoints();
app.MapGrpcService<OrderGrpcService>();
app.Run();
