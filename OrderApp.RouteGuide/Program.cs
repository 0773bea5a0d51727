using OrderApp.Protos;
using OrderApp.Routes;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Grpc;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRouteGuide();

await using var app = builder.Build();
app.MapDefaultEndpoints();
if (!await app.TryLoadFeaturesAsync())
    return 1;

app.MapService<RouteGuideGrpcService>(RouteGuide.BindService);
await app.RunAsync();
return 0;
