using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Grpc;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrders();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapService<OrderGrpcService>(OrderService.BindService);
app.Run();
