using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OrderApp.ServiceDefaults.Auditing;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.ServiceDefaults;

/// <summary>What every service does alike: telemetry, health, discovery, gRPC conventions and who is asking.</summary>
public static class Extensions
{
    /// <summary>Adds the defaults to a service's builder.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.AddGrpcServer();
        builder.AddHealth();
        builder.AddCallerAuthentication();
        return builder;
    }

    /// <summary>Maps what every service answers: /health, /alive, grpc.health.v1, with a database the audit trail and, in Development or with <c>Grpc:Reflection</c>, reflection.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseMiddleware<MalformedRequestMiddleware>();
        app.MapHealth();
        app.MapAuditTrail();
        if (app.Configuration.GetValue("Grpc:Reflection", app.Environment.IsDevelopment()))
            app.MapGrpcReflectionService().AllowAnonymous();
        return app;
    }
}
