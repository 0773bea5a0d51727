using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>
/// Records orders and their request_ids in one statement, which is one transaction. The event of a creation is the order's own row with its
/// place in the feed: see <see cref="OrderChangeRow"/>.
/// </summary>
internal sealed class CreateBatch(NpgsqlDataSource database, KnownNames names, FeedSignal feed, OrderMetrics metrics)
{
    // The primary key of order_requests decides who makes the order: a key that is there already drops its row out of all that follows.
    // Keys are taken in their order, so that replicas that race for the same ones wait for, and do not block, each other.
    private const string Keyed =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::text[], $9::bytea[])
            AS row(id, name, completed, date, user_id, book_id, create_time, request_id, fingerprint)
        ), keys AS (
          INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time)
          SELECT request_id, fingerprint, id, date, create_time FROM input WHERE request_id IS NOT NULL ORDER BY request_id
          ON CONFLICT (request_id) DO NOTHING
          RETURNING order_id
        ), fresh AS MATERIALIZED (
          SELECT *, row_number() OVER () AS number FROM input WHERE request_id IS NULL OR id IN (SELECT order_id FROM keys)
        ), counted AS (
          SELECT count(*) AS events FROM fresh
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), made AS (
          INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position)
          SELECT id, name, completed, date, user_id, book_id, 1, create_time, create_time, base + number FROM feed, fresh
        )
        SELECT id FROM input WHERE request_id IS NOT NULL AND NOT EXISTS (SELECT FROM keys WHERE keys.order_id = input.id)
        """;

    private const string Plain =
        """
        WITH feed AS (
          UPDATE order_feed SET position = position + $8::int WHERE id = 1 RETURNING position - $8::int AS base
        )
        INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position)
        SELECT row.id, name, completed, date, user_id, book_id, 1, create_time, create_time, base + number
        FROM feed, unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[]) WITH ORDINALITY
          AS row(id, name, completed, date, user_id, book_id, create_time, number)
        """;

    public async Task ExecuteAsync(IReadOnlyList<CreateOperation> batch, CancellationToken cancelled)
    {
        if (batch.Any(operation => operation.RequestId is not null))
        {
            await ExecuteKeyedAsync(batch, cancelled);
            return;
        }

        var statement = Statement(Plain, batch);
        statement.Parameters.Add(new NpgsqlParameter<int> { TypedValue = batch.Count });
        await ExecuteAsync(statement, batch, _ => { }, cancelled);
        Done(batch);
    }

    private async Task ExecuteKeyedAsync(IReadOnlyList<CreateOperation> batch, CancellationToken cancelled)
    {
        var repeated = new HashSet<Guid>();
        var statement = Statement(Keyed, batch);
        statement.Parameters.AddArray(batch, operation => operation.RequestId);
        statement.Parameters.AddArray(batch, operation => operation.Fingerprint);
        await ExecuteAsync(statement, batch, row => repeated.Add(row.GetGuid(0)), cancelled);
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

    private Task ExecuteAsync(
        NpgsqlBatchCommand statement, IReadOnlyList<CreateOperation> batch, Action<NpgsqlDataReader> readRow, CancellationToken cancelled) =>
        WriteStatement.ExecuteAsync(database, statement, names, batch.Select(operation => operation.Row.Name), readRow, cancelled);

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

    private static NpgsqlBatchCommand Statement(string text, IReadOnlyList<CreateOperation> batch)
    {
        var statement = new NpgsqlBatchCommand(text);
        statement.Parameters.AddArray(batch, operation => operation.Row.Id);
        statement.Parameters.AddArray(batch, operation => operation.Row.Name);
        statement.Parameters.AddArray(batch, operation => operation.Row.Completed);
        statement.Parameters.AddArray(batch, operation => operation.Row.Date);
        statement.Parameters.AddArray(batch, operation => operation.Row.UserId);
        statement.Parameters.AddArray(batch, operation => operation.Row.BookId);
        statement.Parameters.AddArray(batch, operation => operation.Row.CreateTime);
        return statement;
    }
}
