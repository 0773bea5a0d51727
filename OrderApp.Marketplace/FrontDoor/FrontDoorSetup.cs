using Grpc.Health.V1;
using OrderApp.ServiceDefaults.Grpc;
using OrderApp.ServiceDefaults.Health;
using Yarp.ReverseProxy.Transforms;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>The gRPC front door: one port where every service of the house answers.</summary>
internal static class FrontDoorSetup
{
    public static void AddFrontDoor(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(FrontDoorConnection.Mark);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(FrontDoorMap.Routes, FrontDoorMap.Clusters(builder.Configuration))
            .AddTransforms(transforms => transforms.AddResponseTransform(StreamHeaders.PassOnAsync))
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(2);
                handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
                handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
            });

        builder.Services.AddSingleton<IHealthSource, FrontDoorHealth>();
        foreach (var service in FrontDoorMap.Contracts.Select(entry => entry.Service).Distinct())
            builder.AddServiceClient<Health.HealthClient>(service, FrontDoorHealth.ClientName(service));
        builder.Services.Configure<GrpcSurfaceOptions>(surface =>
        {
            foreach (var (contract, _) in FrontDoorMap.Contracts)
                surface.PassedOn.Add(contract.FullName);
        });
    }

    public static void UseFrontDoor(this IApplicationBuilder app) => app.UseMiddleware<FrontDoorMiddleware>();

    public static void MapFrontDoor(this IEndpointRouteBuilder app) =>
        app.MapReverseProxy().WithMetadata(new FrontDoorRoute());
}
