using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Orders.Change;

/// <summary>A move of an order to another state.</summary>
internal sealed record OrderTransition(Guid Id, long? Version, DateTime Time, OrderAccess Access, OrderMove Move) : OrderChange(Id, Version, Time, Access)
{
    /// <summary>What ShipOrder says; null with other moves.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>What the move adds to <c>details</c>, as JSON; null: nothing.</summary>
    public string? Details { get; init; }

    /// <summary>Whether there is nothing left to do: the same was asked for before, and a repetition is no error.</summary>
    public bool IsDone(SeenOrder current) => Move switch
    {
        // It may have been refunded since, which is the way of every paid order that is cancelled.
        _ when Move == OrderMoves.Cancel => current.Cancelled,
        _ when Move == OrderMoves.Ship => current.State == State.Shipped && (current.Order.Details?.TrackingNumber ?? "") == TrackingNumber,
        _ => current.State == Move.To,
    };
}

/// <summary>Moves orders from state to state and records the events in one statement, which is one transaction.</summary>
internal sealed class MoveBatcher(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics, IOptions<OrderOptions> options)
    : Batcher<OrderTransition, OrderRow>("move", 1, options.Value, metrics)
{
    // As UpdateBatcher's. What is legal is asked of the row that is locked: of moves that race, one finds the state it begins in.
    private const string Move =
        $"""
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::smallint[], $5::int[], $6::boolean[], $7::text[],
            $8::boolean[], $9::uuid[], $10::boolean[]) AS row(id, version, time, state, from_bits, only_paid, details, sees_all, customer_id, sees_nobodys)
        ), locked AS MATERIALIZED (
          SELECT id, name, completed, date, user_id, book_id, version, create_time, created_position, customer_id, state, total, currency, details FROM orders
          WHERE id = ANY($1) ORDER BY id FOR UPDATE
        ), changed AS (
          UPDATE orders SET
            state = input.state,
            completed = orders.completed OR input.state = 4,
            details = CASE WHEN input.details IS NULL THEN orders.details ELSE coalesce(orders.details, jsonb_build_object()) || input.details::jsonb END,
            version = orders.version + 1,
            update_time = greatest(input.time, orders.update_time),
            created_position = NULL
          FROM input JOIN locked ON locked.id = input.id
          WHERE orders.id = input.id AND {OrderChange.IsAllowed}
            AND (input.from_bits >> {OrderStates.OfRow}) & 1 = 1 AND (orders.paid OR NOT input.only_paid)
          RETURNING orders.id, orders.name, orders.completed, orders.date, orders.user_id, orders.book_id, orders.version,
            orders.create_time, orders.update_time, orders.customer_id, orders.state, orders.total, orders.currency, orders.details
        ), counted AS (
          SELECT count(*) AS events FROM changed
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
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
        SELECT {OrderRow.Columns} FROM changed
        """;

    protected override async Task ExecuteAsync(IReadOnlyList<Operation<OrderTransition, OrderRow>> batch, CancellationToken cancellationToken)
    {
        foreach (var round in OrderChange.Rounds(batch))
            await ExecuteRoundAsync(round, cancellationToken);
    }

    private async Task ExecuteRoundAsync(List<Operation<OrderTransition, OrderRow>> round, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Move)
            .AddArray(round, move => move.Input.Id)
            .AddArray(round, move => move.Input.Version)
            .AddArray(round, move => move.Input.Time)
            .AddArray(round, move => (short)move.Input.Move.To)
            .AddArray(round, move => move.Input.Move.FromBits)
            .AddArray(round, move => move.Input.Move.OnlyPaid)
            .AddArray(round, move => move.Input.Details);
        OrderChange.AddAccess(command, round);
        var changed = (await command.ReadAllAsync(OrderRow.Read, cancellationToken)).ToDictionary(row => row.Id);
        if (changed.Count > 0)
            feed.Raise();

        foreach (var move in round)
        {
            if (!changed.TryGetValue(move.Input.Id, out var row))
                continue;
            Metrics.CountMove(move.Input.Move);
            move.Complete(row);
        }

        var undone = round.Where(move => !move.IsDone).ToList();
        var existing = await OrderChange.FindSeenAsync(database, undone.Select(move => move.Input), cancellationToken);
        foreach (var move in undone)
        {
            if (!existing.TryGetValue(move.Input.Id, out var current))
                move.Fail(OrderErrors.NotFound(move.Input.Id));
            else if (move.Input.IsDone(current))
                move.Complete(current.Order);
            else if (current.IsAnotherVersion(move.Input) || current.Takes(move.Input.Move))
                move.Fail(OrderErrors.Changed(move.Input.Id));
            else
                move.Fail(OrderErrors.Illegal(move.Input.Id, current.State, move.Input.Move.To));
        }
    }
}
