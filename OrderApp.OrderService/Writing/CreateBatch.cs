using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>Records orders, their request_ids and their events in one statement, which is one transaction.</summary>
internal sealed class CreateBatch(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics)
{
    // The primary key of order_requests decides who makes the order: a key that is there already drops its row out of all that follows.
    // Keys are taken in their order, so that replicas that race for the same ones wait for, and do not block, each other.
    // Known names are looked up one by one: a join, planned while there were few, would read all of them for each batch.
    private const string Keyed =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::text[], $9::bytea[])
            AS row(id, name, completed, date, user_id, book_id, create_time, request_id, fingerprint)
        ), names AS (
          INSERT INTO order_names (name)
          SELECT name FROM (SELECT DISTINCT name FROM input) AS wanted
          WHERE (SELECT true FROM order_names AS known WHERE known.name = wanted.name) IS NULL ORDER BY name
          ON CONFLICT (name) DO NOTHING
        ), keys AS (
          INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time)
          SELECT request_id, fingerprint, id, date, create_time FROM input WHERE request_id IS NOT NULL ORDER BY request_id
          ON CONFLICT (request_id) DO NOTHING
          RETURNING order_id
        ), made AS (
          INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
          SELECT id, name, completed, date, user_id, book_id, 1, create_time, create_time FROM input
          WHERE request_id IS NULL OR id IN (SELECT order_id FROM keys)
          RETURNING id, name, completed, date, user_id, book_id, create_time
        ), counted AS (
          SELECT count(*) AS events FROM made
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), told AS (
          INSERT INTO order_events (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time)
          SELECT base + row_number() OVER (), 1, create_time, id, name, completed, date, user_id, book_id, 1, create_time FROM made, feed
        )
        SELECT id FROM input WHERE request_id IS NOT NULL AND NOT EXISTS (SELECT FROM keys WHERE keys.order_id = input.id)
        """;

    private const string Plain =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[])
            AS row(id, name, completed, date, user_id, book_id, create_time)
        ), names AS (
          INSERT INTO order_names (name)
          SELECT name FROM (SELECT DISTINCT name FROM input) AS wanted
          WHERE (SELECT true FROM order_names AS known WHERE known.name = wanted.name) IS NULL ORDER BY name
          ON CONFLICT (name) DO NOTHING
        ), made AS (
          INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
          SELECT id, name, completed, date, user_id, book_id, 1, create_time, create_time FROM input
          RETURNING id, name, completed, date, user_id, book_id, create_time
        ), counted AS (
          SELECT count(*) AS events FROM made
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1
          RETURNING position - events AS base
        )
        INSERT INTO order_events (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time)
        SELECT base + row_number() OVER (), 1, create_time, id, name, completed, date, user_id, book_id, 1, create_time FROM made, feed
        """;

    public async Task ExecuteAsync(IReadOnlyList<CreateOperation> batch, CancellationToken cancelled)
    {
        if (batch.Any(operation => operation.RequestId is not null))
        {
            await ExecuteKeyedAsync(batch, cancelled);
            return;
        }

        await using var command = database.CreateCommand(Plain);
        AddColumns(command, batch);
        await command.ExecuteNonQueryAsync(cancelled);
        Done(batch);
    }

    private async Task ExecuteKeyedAsync(IReadOnlyList<CreateOperation> batch, CancellationToken cancelled)
    {
        var repeated = new HashSet<Guid>();
        await using (var command = database.CreateCommand(Keyed))
        {
            AddColumns(command, batch);
            command.AddArray(batch, operation => operation.RequestId);
            command.AddArray(batch, operation => operation.Fingerprint);
            await using var reader = await command.ExecuteReaderAsync(cancelled);
            while (await reader.ReadAsync(cancelled))
                repeated.Add(reader.GetGuid(0));
        }

        if (repeated.Count == 0)
        {
            Done(batch);
            return;
        }

        var made = batch.Where(operation => !repeated.Contains(operation.Row.Id)).ToList();
        if (made.Count > 0)
            Done(made);
        await AnswerRepeatedAsync([.. batch.Where(operation => repeated.Contains(operation.Row.Id))], cancelled);
    }

    private async Task AnswerRepeatedAsync(List<CreateOperation> repeated, CancellationToken cancelled)
    {
        var former = await FormerRequests.FindAsync(database, repeated, cancelled);
        foreach (var operation in repeated)
        {
            if (!former.TryGetValue(operation.RequestId!, out var first))
                operation.Fail(OrderErrors.TimedOut()); // pruned in between: the caller tries again
            else if (!operation.Fingerprint.AsSpan().SequenceEqual(first.Fingerprint))
                operation.Fail(OrderErrors.RequestIdTaken());
            else
                operation.Complete(new Created(Replay(operation, first), Replayed: true));
        }

        metrics.Replayed.Add(repeated.Count);
    }

    // The content is the same, so the first answer is the request's own order with what the server had added.
    private static OrderRow Replay(CreateOperation operation, OrderRequestRow first) => operation.Row with
    {
        Id = first.OrderId,
        Date = first.Date,
        CreateTime = first.CreateTime,
        UpdateTime = first.CreateTime,
    };

    private void Done(IReadOnlyList<CreateOperation> made)
    {
        metrics.Created.Add(made.Count);
        feed.Raise();
        foreach (var operation in made)
            operation.Complete(new Created(operation.Row, Replayed: false));
    }

    private static void AddColumns(NpgsqlCommand command, IReadOnlyList<CreateOperation> batch)
    {
        command.AddArray(batch, operation => operation.Row.Id);
        command.AddArray(batch, operation => operation.Row.Name);
        command.AddArray(batch, operation => operation.Row.Completed);
        command.AddArray(batch, operation => operation.Row.Date);
        command.AddArray(batch, operation => operation.Row.UserId);
        command.AddArray(batch, operation => operation.Row.BookId);
        command.AddArray(batch, operation => operation.Row.CreateTime);
    }
}
