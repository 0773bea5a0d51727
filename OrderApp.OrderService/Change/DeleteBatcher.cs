using Microsoft.Extensions.Options;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Change;

/// <summary>The removal of an order.</summary>
internal sealed record OrderDeletion(Guid Id, long? Version, DateTime Time, OrderAccess Access) : OrderChange(Id, Version, Time, Access);

/// <summary>Removes orders and records the events in one statement, which is one transaction; the results tell which orders were there.</summary>
internal sealed class DeleteBatcher(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics, IOptions<OrderOptions> options)
    : Batcher<OrderDeletion, bool>("delete", 1, options.Value, metrics)
{
    private const string Delete =
        $"""
        WITH input AS MATERIALIZED (
          SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::boolean[], $5::uuid[], $6::boolean[])
            AS row(id, version, time, sees_all, customer_id, sees_nobodys)
        ), locked AS MATERIALIZED (
          SELECT id FROM orders WHERE id = ANY($1) ORDER BY id FOR UPDATE
        ), removed AS (
          DELETE FROM orders USING input JOIN locked ON locked.id = input.id
          WHERE orders.id = input.id AND {OrderChange.IsAllowed} AND (input.sees_all OR NOT orders.paid)
          RETURNING orders.id, orders.name, orders.completed, orders.date, orders.user_id, orders.book_id, orders.version,
            orders.create_time, orders.created_position, orders.customer_id, orders.state, orders.total, orders.currency, orders.details,
            greatest(input.time, orders.update_time) AS time
        ), counted AS (
          SELECT count(*) AS events FROM removed
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), told AS (
          INSERT INTO order_changes (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time, customer_id,
            state, total, currency, details)
          SELECT base + row_number() OVER (), 3, time, id, name, completed, date, user_id, book_id, version, create_time, customer_id,
            state, total, currency, details
          FROM removed, feed
          UNION ALL
          SELECT created_position, 1, create_time, id, name, completed, date, user_id, book_id, version, create_time, customer_id,
            state, total, currency, details FROM removed
          WHERE created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
        )
        SELECT id FROM removed
        """;

    protected override async Task ExecuteAsync(IReadOnlyList<Operation<OrderDeletion, bool>> batch, CancellationToken cancellationToken)
    {
        foreach (var round in OrderChange.Rounds(batch))
            await ExecuteRoundAsync(round, cancellationToken);
    }

    private async Task ExecuteRoundAsync(List<Operation<OrderDeletion, bool>> round, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete)
            .AddArray(round, deletion => deletion.Input.Id)
            .AddArray(round, deletion => deletion.Input.Version)
            .AddArray(round, deletion => deletion.Input.Time);
        OrderChange.AddAccess(command, round);
        var removed = (await command.ReadAllAsync(reader => reader.GetGuid(0), cancellationToken)).ToHashSet();

        if (removed.Count > 0)
        {
            Metrics.Deleted.Add(removed.Count);
            feed.Raise();
        }

        foreach (var deletion in round)
        {
            if (removed.Contains(deletion.Input.Id))
                deletion.Complete(true);
        }

        var undone = round.Where(deletion => !deletion.IsDone).ToList();
        var existing = await OrderChange.FindSeenAsync(database, undone.Select(deletion => deletion.Input), cancellationToken);
        foreach (var deletion in undone)
        {
            if (existing.TryGetValue(deletion.Input.Id, out var current) && current.Paid && !current.IsAnotherVersion(deletion.Input))
                deletion.Fail(OrderErrors.PaidStays(deletion.Input.Id));
            else if (current.Order is not null && deletion.Input.Version is not null)
                deletion.Fail(OrderErrors.Changed(deletion.Input.Id));
            else
                deletion.Complete(false);
        }
    }
}
