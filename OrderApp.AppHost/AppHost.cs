using OrderApp.AppHost.Database;
using OrderApp.AppHost.Starting;

var builder = DistributedApplication.CreateBuilder(args);
var ports = builder.AddShopPorts();

if (await builder.FindObstacleAsync(ports) is { } obstacle)
{
    await Console.Error.WriteLineAsync(obstacle);
    return 1;
}

var orderDb = builder.AddPostgresDatabase("orderdb");
var catalogDb = builder.AddPostgresDatabase("catalogdb");
var recommendDb = builder.AddPostgresDatabase("recommenddb");

var orders = builder.AddProject<Projects.OrderApp_OrderService>("orderservice")
    .WithReference(orderDb).WaitFor(orderDb)
    .WithEnvironment(CompiledHere.Variable, CompiledHere.Value)
    .WithHttpHealthCheck("/health", endpointName: "http");

var catalogue = builder.AddProject<Projects.OrderApp_Catalogue>("catalogue")
    .WithReference(catalogDb).WaitFor(catalogDb)
    .WithHttpHealthCheck("/health", endpointName: "http");

var recommendations = builder.AddProject<Projects.OrderApp_Recommendations>("recommendations")
    .WithReference(recommendDb).WaitFor(recommendDb)
    .WithReference(catalogue)
    .WithReference(orders)
    .WithHttpHealthCheck("/health", endpointName: "http");

var routes = builder.AddProject<Projects.OrderApp_RouteGuide>("routeguide")
    .WithHttpHealthCheck("/health", endpointName: "http");

var users = builder.AddProject<Projects.OrderApp_UserService>("userservice")
    .WithHttpHealthCheck("/health", endpointName: "http");

var marketplace = builder.AddProject<Projects.OrderApp_Marketplace>("marketplace")
    .WithReference(orders).WaitFor(orders)
    // Not waited for: the shop sells without them.
    .WithReference(catalogue)
    .WithReference(recommendations)
    .WithReference(routes)
    .WithReference(users)
    .WithEndpoint("http", pages => pages.Port = ports.Pages)
    .WithEndpoint("grpc", frontDoor =>
    {
        frontDoor.Port = ports.FrontDoor;
        frontDoor.IsExternal = true;
    })
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health", endpointName: "http");

if (!builder.ExecutionContext.IsPublishMode)
{
    marketplace
        .WithEnvironment("Web__DashboardAddress", ports.DashboardAddress)
        .WithEnvironment("Web__KeysFolder", builder.ShopKeysFolder());
}

builder.AnnounceWhenHealthy();

builder.Build().Run();
return Environment.ExitCode;
