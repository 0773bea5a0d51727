using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders.Feed;

/// <summary>
/// Removes events and request_ids that are older than the retention, in small steps. How old they are is told by the database's clock: a replica
/// whose own is wrong would forget what is still to be kept.
/// </summary>
internal sealed class Pruner(
    NpgsqlDataSource database, IDatabaseReadiness schema, IOptions<OrderOptions> options, TimeProvider time, ILogger<Pruner> logger) : BackgroundService
{
    private const int Step = 5000;

    // Only from the beginning up to the first that is to be kept: clocks of replicas differ, and a hole would be stepped over unnoticed.
    private const string OldEvents =
        """
        DELETE FROM order_events WHERE position IN (
          SELECT position FROM (
            SELECT position, bool_and(event_time < now() - $1) OVER (ORDER BY position) AS old
            FROM (SELECT position, event_time FROM order_events ORDER BY position LIMIT $2) AS first
          ) AS judged WHERE old)
        """;

    private const string OldRequests =
        """
        DELETE FROM order_requests WHERE ctid = ANY (ARRAY(SELECT ctid FROM order_requests WHERE stored_time < now() - $1 LIMIT $2))
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await schema.Ready.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.PruneInterval, time);
        do
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.PruningFails(logger, error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PruneAsync(CancellationToken cancelled)
    {
        foreach (var statement in new[] { OldEvents, OldRequests })
        {
            while (await RemoveAsync(statement, cancelled) == Step)
            {
            }
        }
    }

    private async Task<int> RemoveAsync(string statement, CancellationToken cancelled)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Retention });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Step });
        return await command.ExecuteNonQueryAsync(cancelled);
    }
}
