using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders.Feed;

/// <summary>Removes events and request_ids that are older than the retention, in small steps.</summary>
internal sealed class Pruner(
    NpgsqlDataSource database, IDatabaseReadiness schema, IOptions<OrderOptions> options, TimeProvider time, ILogger<Pruner> logger) : BackgroundService
{
    private const int Step = 5000;

    // Only from the beginning up to the first that is to be kept: clocks of replicas differ, and a hole would be stepped over unnoticed.
    private const string OldEvents =
        """
        DELETE FROM order_events WHERE position IN (
          SELECT position FROM (
            SELECT position, bool_and(event_time < $1) OVER (ORDER BY position) AS old
            FROM (SELECT position, event_time FROM order_events ORDER BY position LIMIT $2) AS first
          ) AS judged WHERE old)
        """;

    private const string OldRequests =
        """
        DELETE FROM order_requests WHERE ctid = ANY (ARRAY(SELECT ctid FROM order_requests WHERE create_time < $1 LIMIT $2))
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
        var oldest = time.GetUtcNow().UtcDateTime - options.Value.Retention;
        foreach (var statement in new[] { OldEvents, OldRequests })
        {
            while (await RemoveAsync(statement, oldest, cancelled) == Step)
            {
            }
        }
    }

    private async Task<int> RemoveAsync(string statement, DateTime oldest, CancellationToken cancelled)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = oldest });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Step });
        return await command.ExecuteNonQueryAsync(cancelled);
    }
}
