using OrderApp.Recommending;
using OrderApp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRecommendations();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<RecommendationsGrpcService>();
app.Run();
