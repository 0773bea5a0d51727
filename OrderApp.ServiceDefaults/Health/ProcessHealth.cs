using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OrderApp.ServiceDefaults.Grpc;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.ServiceDefaults.Health;

/// <summary>Knows whether this process is ready: checked once a second, so that asking costs nothing.</summary>
public sealed partial class ProcessHealth(
    HealthCheckService checks, GrpcSurface surface, IHostApplicationLifetime lifetime, ILogger<ProcessHealth> logger) : BackgroundService, IHealthSource
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private volatile bool ready;

    public ValueTask<Status?> FindAsync(string service, CancellationToken cancellationToken)
    {
        if (service.Length > 0 && !surface.ServiceNames.Contains(service))
            return ValueTask.FromResult<Status?>(null);
        var serving = ready && !lifetime.ApplicationStopping.IsCancellationRequested;
        return ValueTask.FromResult<Status?>(serving ? Status.Serving : Status.NotServing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        using var timer = new PeriodicTimer(Period);
        do
        {
            var report = await checks.CheckHealthAsync(stoppingToken);
            Tell(report);
            ready = report.Status != HealthStatus.Unhealthy;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Tell(HealthReport report)
    {
        if (report.Status != HealthStatus.Unhealthy && !ready)
            Ready();
        if (report.Status == HealthStatus.Unhealthy && ready)
        {
            var reasons = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy)
                .Select(entry => $"{entry.Key}: {entry.Value.Description}");
            NotReady(string.Join("; ", reasons));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ready")]
    private partial void Ready();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Reasons}")]
    private partial void NotReady(string reasons);
}
