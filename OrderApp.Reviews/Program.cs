using OrderApp.Reviewing;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddReviews();

var app = builder.Build();
app.UseCallerAuthentication();
app.MapDefaultEndpoints();
app.MapGrpcService<ReviewsGrpcService>();
app.Run();
