using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>Removes orders and records the events in one statement, which is one transaction.</summary>
internal sealed class DeleteBatch(NpgsqlDataSource database, KnownNames names, FeedSignal feed, OrderMetrics metrics)
{
    private const string Remove =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS row(id, version, time)
        ), locked AS MATERIALIZED (
          SELECT id FROM orders WHERE id = ANY($1) ORDER BY id FOR UPDATE
        ), removed AS (
          DELETE FROM orders USING input JOIN locked ON locked.id = input.id
          WHERE orders.id = input.id AND (input.version IS NULL OR input.version = orders.version)
          RETURNING orders.id, orders.name, orders.completed, orders.date, orders.user_id, orders.book_id, orders.version,
            orders.create_time, orders.created_position, greatest(input.time, orders.update_time) AS time
        ), counted AS (
          SELECT count(*) AS events FROM removed
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), told AS (
          INSERT INTO order_changes (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time)
          SELECT base + row_number() OVER (), 3, time, id, name, completed, date, user_id, book_id, version, create_time FROM removed, feed
          UNION ALL
          SELECT created_position, 1, create_time, id, name, completed, date, user_id, book_id, version, create_time FROM removed
          WHERE created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
        )
        SELECT id FROM removed
        """;

    public async Task ExecuteAsync(IReadOnlyList<DeleteOperation> batch, CancellationToken cancelled)
    {
        foreach (var round in SameOrderOnce.Split(batch))
            await ExecuteRoundAsync(round, cancelled);
    }

    private async Task ExecuteRoundAsync(List<DeleteOperation> round, CancellationToken cancelled)
    {
        var removed = new HashSet<Guid>(round.Count);
        var statement = new NpgsqlBatchCommand(Remove);
        statement.Parameters.AddArray(round, operation => operation.Id);
        statement.Parameters.AddArray(round, operation => operation.Version);
        statement.Parameters.AddArray(round, operation => operation.Time);
        await WriteStatement.ExecuteAsync(database, statement, names, [], row => removed.Add(row.GetGuid(0)), cancelled);

        if (removed.Count > 0)
        {
            metrics.Deleted.Add(removed.Count);
            feed.Raise();
        }

        foreach (var operation in round)
        {
            if (removed.Contains(operation.Id))
                operation.Complete(true);
        }

        var undone = round.Where(operation => !operation.IsDone).ToList();
        var existing = await ExistingOrders.FindAsync(database, undone, cancelled);
        foreach (var operation in undone)
        {
            if (existing.Contains(operation.Id))
                operation.Fail(OrderErrors.Changed(operation.Id));
            else
                operation.Complete(false);
        }
    }
}
