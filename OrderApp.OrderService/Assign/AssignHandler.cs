using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Assign;

/// <summary>
/// AssignOrders: gives a guest's orders to an account, step by step, each a transaction of its own. What was given stays so when a later step fails;
/// who calls again goes on there.
/// </summary>
internal sealed class AssignHandler(NpgsqlDataSource database, FeedSignal feed, OrderMetrics metrics, TimeProvider time)
{
    /// <summary>The most orders that change hands in one transaction: creates wait for it.</summary>
    public const int Step = 500;

    // Rows are locked as by UpdateBatcher: in the order of their ids, and before the feed; and they are found as by ListStatement.
    private static readonly string Assign =
        $"""
        WITH locked AS MATERIALIZED (
          SELECT id, name, completed, date, user_id, book_id, version, create_time, state, total, currency, details, created_position FROM orders
          WHERE customer_id BETWEEN $1 AND $1 ORDER BY customer_id, id LIMIT {Step} FOR UPDATE
        ), changed AS (
          UPDATE orders SET customer_id = $2, version = orders.version + 1, update_time = greatest($3, orders.update_time), created_position = NULL
          FROM locked WHERE orders.id = locked.id AND orders.customer_id = $1
          RETURNING orders.id, orders.name, orders.completed, orders.date, orders.user_id, orders.book_id, orders.version, orders.create_time, orders.update_time,
            orders.state, orders.total, orders.currency, orders.details
        ), counted AS (
          SELECT count(*) AS events FROM changed
        ), feed AS (
          UPDATE order_feed SET position = position + events FROM counted WHERE order_feed.id = 1 AND events > 0
          RETURNING position - events AS base
        ), told AS (
          INSERT INTO order_changes (position, type, event_time, order_id, name, completed, date, user_id, book_id, version, create_time, customer_id,
            state, total, currency, details)
          SELECT base + row_number() OVER (ORDER BY id), 2, update_time, id, name, completed, date, user_id, book_id, version, create_time, $2,
            state, total, currency, details
          FROM changed, feed
          UNION ALL
          SELECT created_position, 1, create_time, id, name, completed, date, user_id, book_id, version, create_time, $2,
            state, total, currency, details FROM locked
          WHERE id IN (SELECT id FROM changed) AND created_position >= (SELECT first_kept FROM order_feed WHERE order_feed.id = 1)
        )
        SELECT id FROM changed
        """;

    // A statement of its own: while the first one waited for an order, an update of it may have told of itself, which that one does not see.
    private const string MoveHistory = "UPDATE order_changes SET customer_id = $2 WHERE order_id = ANY($3) AND customer_id = $1";

    public async Task<AssignOrdersResponse> HandleAsync(AssignOrdersRequest request, CancellationToken cancellationToken)
    {
        var (from, to) = (Customer("from_customer_id", request.FromCustomerId), Customer("to_customer_id", request.ToCustomerId));
        if (from == to)
            throw GrpcErrors.InvalidArgument("to_customer_id", "must be another than from_customer_id");

        var (count, assigned) = (0, 0);
        do
        {
            assigned = await AssignStepAsync(from, to, cancellationToken);
            if (assigned > 0)
                feed.Raise();
            metrics.Updated.Add(assigned);
            count += assigned;
        }
        while (assigned > 0);
        return new() { Count = count };
    }

    // The events that are kept go with their orders, so that the account sees the whole history and nobody else does.
    private async Task<int> AssignStepAsync(Guid from, Guid to, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var assign = new NpgsqlCommand(Assign, connection, transaction).Add(from).Add(to).Add(OrderDate.Now(time));
        var assigned = await assign.ReadAllAsync(reader => reader.GetGuid(0), cancellationToken);
        if (assigned.Count > 0)
        {
            await using var history = new NpgsqlCommand(MoveHistory, connection, transaction).Add(from).Add(to).Add(assigned.ToArray());
            await history.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return assigned.Count;
    }

    private static Guid Customer(string field, string text) =>
        CustomerIds.Parse(field, text) is var id && !CustomerIds.IsReserved(id) ? id : throw GrpcErrors.InvalidArgument(field, "is no customer's");
}
