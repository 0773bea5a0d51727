using Microsoft.AspNetCore.Builder;

namespace OrderApp.ServiceDefaults;

/// <summary>What every service does alike: telemetry, health, discovery and gRPC conventions.</summary>
public static class Extensions
{
    /// <summary>Adds the defaults to a service's builder.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.AddGrpcServer();
        builder.AddHealth();
        return builder;
    }

    /// <summary>Maps what every service answers: /health, /alive, grpc.health.v1 and reflection.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseMiddleware<MalformedRequestMiddleware>();
        app.MapHealth();
        app.MapGrpcReflectionService();
        return app;
    }
}
