using OrderApp.Orders;
using OrderApp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrders();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<OrderGrpcService>();
app.Run();
