using Grpc.AspNetCore.HealthChecks;
using Grpc.AspNetCore.Server;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.ServiceDefaults;

/// <summary>/health tells whether the process can serve, /alive whether it runs; grpc.health.v1 tells the former to gRPC callers.</summary>
public static class ServiceHealth
{
    /// <summary>The tag of a check of another process: it says nothing about this one's own health.</summary>
    public const string OfAnotherProcess = "of another process";

    internal static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MappedServices>();
        builder.Services.AddSingleton<IHealthCheckPublisher, ReadinessLog>();
        // Checked once a second, so that asking costs nothing.
        builder.Services.Configure<HealthCheckPublisherOptions>(options => (options.Delay, options.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        builder.Services.AddGrpcHealthChecks(options => options.UseHealthChecksCache = true).AddCheck<ShutdownCheck>("shutdown");
        builder.Services.AddOptions<GrpcHealthChecksOptions>()
            .Configure<MappedServices>((options, mapped) =>
            {
                options.Services.Map("", check => IsOwn(check.Tags));
                foreach (var name in mapped.Names)
                    options.Services.Map(name, check => IsOwn(check.Tags));
            })
            // Until the first check is done; a name without a state would be unknown.
            .PostConfigure<HealthServiceImpl>((options, health) =>
            {
                foreach (var service in options.Services)
                    health.SetStatus(service.Name, Status.NotServing);
            });
    }

    internal static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", new() { Predicate = check => IsOwn(check.Tags) }).AllowAnonymous();
        app.MapHealthChecks("/alive", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapGrpcHealthChecksService().AllowAnonymous();
        // Services may be mapped after this: their names are read when the program starts.
        app.Services.GetRequiredService<MappedServices>().Sources = ((IEndpointRouteBuilder)app).DataSources;
    }

    internal static bool IsOwn(IEnumerable<string> tags) => !tags.Contains(OfAnotherProcess);

    private sealed class MappedServices
    {
        public IEnumerable<EndpointDataSource> Sources { get; set; } = [];

        public IEnumerable<string> Names => Sources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
            .OfType<string>()
            .Distinct();
    }

    // Calls under way are finished, but who asks is to send further ones elsewhere.
    private sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("the service is stopping") : HealthCheckResult.Healthy());
    }
}

/// <summary>Tells the operator when the service becomes ready and when, and why, it no longer is.</summary>
internal sealed partial class ReadinessLog(IHostApplicationLifetime lifetime, ILogger<ReadinessLog> logger) : IHealthCheckPublisher
{
    private bool ready;

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Task.CompletedTask;
        var failed = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy && ServiceHealth.IsOwn(entry.Value.Tags)).ToList();
        if (failed.Count == 0 && !ready)
            Ready();
        if (failed.Count > 0 && ready)
            NotReady(string.Join("; ", failed.Select(entry => $"{entry.Key}: {entry.Value.Description}")));
        ready = failed.Count == 0;
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ready")]
    private partial void Ready();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Reasons}")]
    private partial void NotReady(string reasons);
}
