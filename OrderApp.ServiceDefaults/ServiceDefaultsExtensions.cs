using Microsoft.AspNetCore.Builder;
using OrderApp.ServiceDefaults.Grpc;
using OrderApp.ServiceDefaults.Health;
using OrderApp.ServiceDefaults.Reflection;
using OrderApp.ServiceDefaults.Telemetry;

namespace OrderApp.ServiceDefaults;

/// <summary>What every service does alike: telemetry, health, discovery and gRPC conventions.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds the defaults to a service's builder.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.AddGrpcConventions();
        builder.AddHealth();
        builder.AddReflection();
        return builder;
    }

    /// <summary>Maps what every service answers: /health, /alive, grpc.health.v1 and reflection.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseMiddleware<MalformedRequestMiddleware>();
        app.MapHealth();
        app.MapReflection();
        return app;
    }
}
