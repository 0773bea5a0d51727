using OrderApp.ServiceDefaults;
using OrderApp.Users;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddSingleton<UserGrpcService>();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<UserGrpcService>();
app.Run();
