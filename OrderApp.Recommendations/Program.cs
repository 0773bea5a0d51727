using OrderApp.Recommending;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRecommendations();

var app = builder.Build();
app.UseCallerAuthentication();
app.MapDefaultEndpoints();
app.MapGrpcService<RecommendationsGrpcService>();
app.Run();
