using OrderApp.ServiceDefaults;
using OrderApp.Users;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<UserGrpcService>();
app.Run();
