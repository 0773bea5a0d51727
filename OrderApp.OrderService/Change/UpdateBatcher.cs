using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Change;

/// <summary>A change of an order's fields; what is null stays as it is.</summary>
internal sealed record OrderUpdate(Guid Id, long? Version, DateTime Time, OrderAccess Access) : OrderChange(Id, Version, Time, Access)
{
    public string? Name { get; init; }

    public bool? Completed { get; init; }

    public DateTime? Date { get; init; }
}

/// <summary>Changes orders and records the events in one statement, which is one transaction.</summary>
internal sealed class UpdateBatcher(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics, IOptions<OrderOptions> options)
    : Batcher<OrderUpdate, OrderRow>("update", 1, options.Value, metrics)
{
    // Rows are locked in the order of their ids, so that replicas do not block each other. A creation that only its row has told so far is written
    // down as it was.
    private static readonly string Update =
        $"""
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::boolean[], $5::timestamptz[], $6::timestamptz[],
            $7::boolean[], $8::uuid[], $9::boolean[]) AS row(id, version, name, completed, date, time, sees_all, customer_id, sees_nobodys)
        ), locked AS MATERIALIZED (
          SELECT id, name, completed, date, user_id, book_id, version, create_time, created_position, customer_id,
            state, total, currency, details FROM orders
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
          WHERE orders.id = input.id AND {OrderChange.IsAllowed}
            AND (input.completed IS NULL OR input.completed = orders.completed OR CASE WHEN input.completed
              THEN {OrderChange.Takes(OrderMoves.Complete)} AND (input.sees_all OR {OrderChange.IsPlain})
              ELSE {OrderChange.Takes(OrderMoves.Reopen)} AND {OrderChange.IsPlain} END)
          RETURNING orders.id, orders.name, orders.completed, orders.date, orders.user_id, orders.book_id, orders.version,
            orders.create_time, orders.update_time, orders.customer_id, orders.state, orders.total, orders.currency, orders.details,
            orders.completed <> locked.completed AS moved
        ), counted AS (
          SELECT count(*) AS events FROM changed
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), names AS (
          INSERT INTO order_names (name) SELECT DISTINCT name FROM feed, changed ON CONFLICT (name) DO NOTHING
        ), told AS (
          INSERT INTO order_changes (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time, customer_id,
            state, total, currency, details)
          SELECT base + row_number() OVER (), 2, update_time, id, name, completed, date, user_id, book_id, version, create_time, customer_id,
            state, total, currency, details FROM changed, feed
          UNION ALL
          SELECT created_position, 1, create_time, id, name, completed, date, user_id, book_id, version, create_time, customer_id,
            state, total, currency, details FROM locked
          WHERE id IN (SELECT id FROM changed) AND created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
        )
        SELECT {OrderRow.Columns}, moved FROM changed
        """;

    protected override async Task ExecuteAsync(IReadOnlyList<Operation<OrderUpdate, OrderRow>> batch, CancellationToken cancellationToken)
    {
        foreach (var round in OrderChange.Rounds(batch))
            await ExecuteRoundAsync(round, cancellationToken);
    }

    private async Task ExecuteRoundAsync(List<Operation<OrderUpdate, OrderRow>> round, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Update)
            .AddArray(round, update => update.Input.Id)
            .AddArray(round, update => update.Input.Version)
            .AddArray(round, update => update.Input.Name)
            .AddArray(round, update => update.Input.Completed)
            .AddArray(round, update => update.Input.Date)
            .AddArray(round, update => update.Input.Time);
        OrderChange.AddAccess(command, round);
        var rows = await command.ReadAllAsync(reader => (Order: OrderRow.Read(reader), Moved: reader.GetBoolean(14)), cancellationToken);
        var changed = rows.ToDictionary(row => row.Order.Id, row => row.Order);

        if (changed.Count > 0)
        {
            Metrics.Updated.Add(changed.Count);
            foreach (var order in rows.Where(row => row.Moved).Select(row => row.Order))
                Metrics.CountMove(order.Completed ? OrderMoves.Complete : OrderMoves.Reopen);
            feed.Raise();
        }

        foreach (var update in round)
        {
            if (changed.TryGetValue(update.Input.Id, out var row))
                update.Complete(row);
        }

        var undone = round.Where(update => !update.IsDone).ToList();
        var existing = await OrderChange.FindSeenAsync(database, undone.Select(update => update.Input), cancellationToken);
        foreach (var update in undone)
            update.Fail(existing.TryGetValue(update.Input.Id, out var current) ? Refusal(update.Input, current) : OrderErrors.NotFound(update.Input.Id));
    }

    private static RpcException Refusal(OrderUpdate update, SeenOrder current)
    {
        if (current.IsAnotherVersion(update) || update.Completed is null || update.Completed == current.Order.Completed)
            return OrderErrors.Changed(update.Id);
        var move = update.Completed.Value ? OrderMoves.Complete : OrderMoves.Reopen;
        return !current.Takes(move) ? OrderErrors.Illegal(update.Id, current.State, move.To)
            : update.Access.All ? OrderErrors.Changed(update.Id) // by another replica, and it would be legal now
            : OrderErrors.OnlyOperatorsDeliver();
    }
}
