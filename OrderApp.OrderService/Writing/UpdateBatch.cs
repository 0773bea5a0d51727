using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>Changes orders and records the events in one statement, which is one transaction.</summary>
internal sealed class UpdateBatch(NpgsqlDataSource database, KnownNames names, FeedSignal feed, OrderMetrics metrics)
{
    // Rows are locked in the order of their ids, so that replicas do not block each other. A creation that only its row has told so far is written
    // down as it was.
    private const string Change =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::boolean[], $5::timestamptz[], $6::timestamptz[])
            AS row(id, version, name, completed, date, time)
        ), locked AS MATERIALIZED (
          SELECT id, name, completed, date, user_id, book_id, version, create_time, created_position FROM orders
          WHERE id = ANY($1) ORDER BY id FOR UPDATE
        ), changed AS (
          UPDATE orders SET
            name = coalesce(input.name, orders.name),
            completed = coalesce(input.completed, orders.completed),
            date = coalesce(input.date, orders.date),
            version = orders.version + 1,
            update_time = greatest(input.time, orders.update_time),
            created_position = NULL
          FROM input JOIN locked ON locked.id = input.id
          WHERE orders.id = input.id AND (input.version IS NULL OR input.version = orders.version)
          RETURNING orders.id, orders.name, orders.completed, orders.date, orders.user_id, orders.book_id, orders.version,
            orders.create_time, orders.update_time
        ), counted AS (
          SELECT count(*) AS events FROM changed
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), told AS (
          INSERT INTO order_changes (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time)
          SELECT base + row_number() OVER (), 2, update_time, id, name, completed, date, user_id, book_id, version, create_time FROM changed, feed
          UNION ALL
          SELECT created_position, 1, create_time, id, name, completed, date, user_id, book_id, version, create_time FROM locked
          WHERE id IN (SELECT id FROM changed) AND created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
        )
        SELECT id, name, completed, date, user_id, book_id, version, create_time, update_time FROM changed
        """;

    public async Task ExecuteAsync(IReadOnlyList<UpdateOperation> batch, CancellationToken cancelled)
    {
        // One statement changes a row once; further changes of the same order go with the next.
        foreach (var round in SameOrderOnce.Split(batch))
            await ExecuteRoundAsync(round, cancelled);
    }

    private async Task ExecuteRoundAsync(List<UpdateOperation> round, CancellationToken cancelled)
    {
        var changed = new Dictionary<Guid, OrderRow>(round.Count);
        var statement = new NpgsqlBatchCommand(Change);
        statement.Parameters.AddArray(round, operation => operation.Id);
        statement.Parameters.AddArray(round, operation => operation.Version);
        statement.Parameters.AddArray(round, operation => operation.Name);
        statement.Parameters.AddArray(round, operation => operation.Completed);
        statement.Parameters.AddArray(round, operation => operation.Date);
        statement.Parameters.AddArray(round, operation => operation.Time);
        await WriteStatement.ExecuteAsync(
            database, statement, names, round.Select(operation => operation.Name).OfType<string>(), row => Add(changed, row.ReadOrder()), cancelled);

        if (changed.Count > 0)
        {
            metrics.Updated.Add(changed.Count);
            feed.Raise();
        }

        foreach (var operation in round)
        {
            if (changed.TryGetValue(operation.Id, out var row))
                operation.Complete(row);
        }

        var undone = round.Where(operation => !operation.IsDone).ToList();
        var existing = await ExistingOrders.FindAsync(database, undone, cancelled);
        foreach (var operation in undone)
            operation.Fail(existing.Contains(operation.Id) ? OrderErrors.Changed(operation.Id) : OrderErrors.NotFound(operation.Id));
    }

    private static void Add(Dictionary<Guid, OrderRow> changed, OrderRow row) => changed.Add(row.Id, row);
}
