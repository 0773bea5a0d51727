using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OrderApp.ServiceDefaults;

namespace OrderApp.Recommending.Choosing;

/// <summary>Ready when the catalogue was read once: from then on it may be away.</summary>
internal sealed class BooksHealthCheck(BookChoices choices, IDatabaseReadiness schema) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        try
        {
            return schema.Ready.IsCompletedSuccessfully && await choices.AreThereAnyAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("the catalogue was not read yet");
        }
        catch (DbException)
        {
            return HealthCheckResult.Unhealthy("the database cannot be reached");
        }
    }
}
