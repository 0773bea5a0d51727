using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;

namespace OrderApp.ServiceDefaults;

/// <summary>Ready when the schema is in place and the database answers within a second.</summary>
internal sealed class DatabaseHealthCheck(DbDataSource database, IDatabaseReadiness readiness) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.Ready.IsCompletedSuccessfully)
            return HealthCheckResult.Unhealthy("the schema is not in place yet");
        using var untraced = SuppressInstrumentationScope.Begin();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is DbException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("the database cannot be reached");
        }
    }
}
