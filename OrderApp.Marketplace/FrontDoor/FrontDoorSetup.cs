using Grpc.Health.V1;
using Grpc.Reflection;
using OrderApp.Protos;
using Yarp.ReverseProxy.Transforms;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;
using V1 = Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>The gRPC front door: one port where every service of the house answers.</summary>
internal static class FrontDoorSetup
{
    public static void AddFrontDoor(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(FrontDoorConnection.Mark);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [.. FrontDoorMap.Routes, .. ConnectMap.Routes], [.. FrontDoorMap.Clusters(builder.Configuration), .. ConnectMap.Clusters(builder.Configuration)])
            .AddTransforms(transforms => transforms.AddResponseTransform(StreamHeaders.PassOnAsync))
            .AddTransforms(ConnectMap.Transform)
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(2);
                handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
                handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
            });

        FrontDoorHealth.Add(builder);

        // By itself reflection names what is mapped in this process.
        ServiceDescriptor[] contracts =
            [.. FrontDoorMap.Contracts.Select(entry => entry.Contract), AuditTrail.Descriptor, Health.Descriptor, V1.ServerReflection.Descriptor, V1Alpha.ServerReflection.Descriptor];
        builder.Services.AddSingleton(new ReflectionServiceImpl(contracts));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(contracts));
    }

    public static void UseFrontDoor(this IApplicationBuilder app) => app.UseMiddleware<FrontDoorMiddleware>();

    // The services behind it look themselves who may ask them what.
    public static void MapFrontDoor(this IEndpointRouteBuilder app) =>
        app.MapReverseProxy().AllowAnonymous().ConfigureEndpoints((endpoint, route) =>
            endpoint.WithMetadata(route.ClusterId == ConnectMap.Cluster ? new ConnectRoute() : new FrontDoorRoute()));
}
