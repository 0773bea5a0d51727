using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Create;

/// <summary>What became of a create: the order, and whether it had been made before under the same request_id.</summary>
internal readonly record struct CreatedOrder(OrderRow Order, bool Replayed);

/// <summary>
/// Records orders and their request_ids in one statement, which is one transaction: the primary key of order_requests decides who makes the
/// order. The event of a creation is the order's own row with its place in the feed: see <see cref="OrderChangeRow"/>.
/// </summary>
internal sealed class CreateBatcher(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics, IOptions<OrderOptions> options)
    : Batcher<NewOrder, CreatedOrder>("create", 1, options.Value, metrics)
{
    /// <summary>
    /// A request_id that has made an order before drops its row out of all that follows; the ids of the rows that were dropped are the result.
    /// The row of order_feed is locked before anything is written: replicas whose creates meet wait for each other there, and cannot block each other.
    /// </summary>
    private const string Create =
        """
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[], $5::int[], $6::int[], $7::timestamptz[], $8::text[], $9::bytea[])
            AS row(id, name, completed, date, user_id, book_id, create_time, request_id, fingerprint)
        ), locked AS MATERIALIZED (
          SELECT id FROM order_feed WHERE id = 1 FOR UPDATE
        ), keys AS (
          INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time)
          SELECT request_id, fingerprint, input.id, date, create_time FROM locked, input WHERE request_id IS NOT NULL
          ON CONFLICT (request_id) DO NOTHING
          RETURNING order_id
        ), fresh AS MATERIALIZED (
          SELECT *, row_number() OVER () AS number FROM input WHERE request_id IS NULL OR id IN (SELECT order_id FROM keys)
        ), counted AS (
          SELECT count(*) AS events FROM fresh
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), names AS (
          INSERT INTO order_names (name) SELECT DISTINCT name FROM feed, fresh ON CONFLICT (name) DO NOTHING
        ), made AS (
          INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, created_position)
          SELECT id, name, completed, date, user_id, book_id, 1, create_time, create_time, base + number FROM feed, fresh
        )
        SELECT id FROM input WHERE request_id IS NOT NULL AND NOT EXISTS (SELECT FROM keys WHERE keys.order_id = input.id)
        """;

    protected override async Task ExecuteAsync(IReadOnlyList<Operation<NewOrder, CreatedOrder>> batch, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Create)
            .AddArray(batch, create => create.Input.Row.Id)
            .AddArray(batch, create => create.Input.Row.Name)
            .AddArray(batch, create => create.Input.Row.Completed)
            .AddArray(batch, create => create.Input.Row.Date)
            .AddArray(batch, create => create.Input.Row.UserId)
            .AddArray(batch, create => create.Input.Row.BookId)
            .AddArray(batch, create => create.Input.Row.CreateTime)
            .AddArray(batch, create => create.Input.RequestId)
            .AddArray(batch, create => create.Input.Fingerprint);
        var repeated = (await command.ReadAllAsync(reader => reader.GetGuid(0), cancellationToken)).ToHashSet();

        if (repeated.Count < batch.Count)
        {
            Metrics.Created.Add(batch.Count - repeated.Count);
            feed.Raise();
        }

        foreach (var create in batch)
        {
            if (!repeated.Contains(create.Input.Row.Id))
                create.Complete(new(create.Input.Row, Replayed: false));
        }

        if (repeated.Count > 0)
            await AnswerRepeatedAsync([.. batch.Where(create => repeated.Contains(create.Input.Row.Id))], cancellationToken);
    }

    private async Task AnswerRepeatedAsync(List<Operation<NewOrder, CreatedOrder>> repeated, CancellationToken cancellationToken)
    {
        var stored = await StoredRequests.FindAsync(database, [.. repeated.Select(create => create.Input.RequestId!)], cancellationToken);
        foreach (var create in repeated)
        {
            if (!stored.TryGetValue(create.Input.RequestId!, out var first))
                create.Fail(OrderErrors.TimedOut()); // pruned in between: the caller tries again
            else if (!first.Fingerprint.SequenceEqual(create.Input.Fingerprint!))
                create.Fail(OrderErrors.RequestIdTaken());
            else
                create.Complete(new(Replay(create.Input.Row, first), Replayed: true));
        }

        Metrics.Replayed.Add(repeated.Count);
    }

    // The content is the same, so the first answer is the request's own order with what the server had added.
    private static OrderRow Replay(OrderRow order, OrderRequestRow first) => order with
    {
        Id = first.OrderId,
        Date = first.Date,
        CreateTime = first.CreateTime,
        UpdateTime = first.CreateTime,
    };
}
