using OrderApp.Routes;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRouteGuide();

await using var app = builder.Build();
app.UseCallerAuthentication();
app.MapDefaultEndpoints();
if (!await app.TryLoadFeaturesAsync())
    return 1;

app.MapGrpcService<RouteGuideGrpcService>();
await app.RunAsync();
return 0;
