using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Storage;

/// <summary>
/// Removes events and request_ids that are older than the retention, in small steps. How old they are is told by the database's clock: a replica
/// whose own is wrong would forget what is still to be kept.
/// </summary>
internal sealed class Pruner(
    NpgsqlDataSource database, IDatabaseReadiness schema, IOptions<OrderOptions> options, TimeProvider time, ILogger<Pruner> logger) : DatabaseWorker
{
    private const int Step = 5000;

    // The clock is read after the position: whatever stands up to it was stored by then.
    private const string Mark =
        """
        INSERT INTO order_feed_marks (position) SELECT position FROM order_feed
        WHERE position > coalesce((SELECT max(position) FROM order_feed_marks), 0)
        ON CONFLICT DO NOTHING
        """;

    // From here on they are not shown any more: what is left of them goes step by step, and nobody finds a hole.
    private const string Forget =
        """
        UPDATE order_feed SET first_kept = marked + 1
        FROM (SELECT max(position) AS marked FROM order_feed_marks WHERE marked_time < now() - $1) AS old
        WHERE order_feed.id = 1 AND first_kept <= marked
        """;

    private const string OldMarks = "DELETE FROM order_feed_marks WHERE position < (SELECT first_kept - 1 FROM order_feed WHERE id = 1)";

    private const string OldEvents =
        """
        DELETE FROM order_changes WHERE position IN (
          SELECT position FROM order_changes WHERE position < (SELECT first_kept FROM order_feed WHERE id = 1) ORDER BY position LIMIT $1)
        """;

    private const string OldRequests =
        """
        DELETE FROM order_requests WHERE ctid = ANY (ARRAY(SELECT ctid FROM order_requests WHERE stored_time < now() - $2 LIMIT $1))
        """;

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await schema.Ready.WaitAsync(cancellationToken);
        using var timer = new PeriodicTimer(options.Value.PruneInterval, time);
        do
        {
            try
            {
                await PruneAsync(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.PruningFails(logger, error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var retention = new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Retention };
        await ExecuteAsync(Mark, cancellationToken);
        await ExecuteAsync(Forget, cancellationToken, retention.Clone());
        await ExecuteAsync(OldMarks, cancellationToken);
        await RemoveAsync(OldEvents, cancellationToken);
        await RemoveAsync(OldRequests, cancellationToken, retention);
    }

    private async Task RemoveAsync(string statement, CancellationToken cancellationToken, params NpgsqlParameter[] more)
    {
        while (await ExecuteAsync(statement, cancellationToken, [new NpgsqlParameter<int> { TypedValue = Step }, .. more.Select(value => value.Clone())]) == Step)
        {
        }
    }

    private async Task<int> ExecuteAsync(string statement, CancellationToken cancellationToken, params NpgsqlParameter[] values)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.AddRange(values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
