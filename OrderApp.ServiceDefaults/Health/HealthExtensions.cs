using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.ServiceDefaults.Health;

/// <summary>/health tells whether the process can serve, /alive whether it runs; grpc.health.v1 tells the former to gRPC callers.</summary>
internal static class HealthExtensions
{
    private const string Live = "live";

    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddSingleton<ProcessHealth>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ProcessHealth>());
        builder.Services.TryAddSingleton<IHealthSource>(provider => provider.GetRequiredService<ProcessHealth>());
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health");
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapService<GrpcHealthService>(global::Grpc.Health.V1.Health.BindService);
    }
}
