using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>Changes orders and records the events in one statement, which is one transaction.</summary>
internal sealed class UpdateBatch(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics)
{
    // Rows are locked in the order of their ids, so that replicas do not block each other.
    private const string Change =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::boolean[], $5::timestamptz[], $6::timestamptz[])
            AS row(id, version, name, completed, date, time)
        ), locked AS MATERIALIZED (
          SELECT id FROM orders WHERE id = ANY($1) ORDER BY id FOR UPDATE
        ), changed AS (
          UPDATE orders SET
            name = coalesce(input.name, orders.name),
            completed = coalesce(input.completed, orders.completed),
            date = coalesce(input.date, orders.date),
            version = orders.version + 1,
            update_time = greatest(input.time, orders.update_time)
          FROM input JOIN locked ON locked.id = input.id
          WHERE orders.id = input.id AND (input.version IS NULL OR input.version = orders.version)
          RETURNING orders.id, orders.name, orders.completed, orders.date, orders.user_id, orders.book_id, orders.version,
            orders.create_time, orders.update_time
        ), names AS (
          INSERT INTO order_names (name)
          SELECT name FROM (SELECT DISTINCT name FROM input WHERE name IS NOT NULL) AS wanted
          WHERE (SELECT true FROM order_names AS known WHERE known.name = wanted.name) IS NULL ORDER BY name
          ON CONFLICT (name) DO NOTHING
        ), counted AS (
          SELECT count(*) AS events FROM changed
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), told AS (
          INSERT INTO order_events (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time)
          SELECT base + row_number() OVER (), 2, update_time, id, name, completed, date, user_id, book_id, version, create_time FROM changed, feed
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
        await using (var command = database.CreateCommand(Change))
        {
            command.AddArray(round, operation => operation.Id);
            command.AddArray(round, operation => operation.Version);
            command.AddArray(round, operation => operation.Name);
            command.AddArray(round, operation => operation.Completed);
            command.AddArray(round, operation => operation.Date);
            command.AddArray(round, operation => operation.Time);
            await using var reader = await command.ExecuteReaderAsync(cancelled);
            while (await reader.ReadAsync(cancelled))
            {
                var row = reader.ReadOrder();
                changed.Add(row.Id, row);
            }
        }

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
}
