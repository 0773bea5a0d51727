using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.DeletedAccounts;

/// <summary>Strikes customers out of the database, and keeps up to where that was done.</summary>
internal sealed class DeletedAccountStore(NpgsqlDataSource database)
{
    private const int Step = 500;

    // Rows are locked in the order of an index, so that replicas that do the same wait for each other and do not block each other. A range of one
    // customer, in an order that only the index of customers has: the planner never goes through everybody's.
    private static readonly string Orders =
        $"""
        UPDATE orders SET customer_id = $2, details = {OrderDetails.Anonymous}
        WHERE id = ANY (ARRAY(
          SELECT id FROM orders WHERE customer_id BETWEEN $1 AND $1 ORDER BY customer_id, id LIMIT {Step} FOR UPDATE)) AND customer_id = $1
        """;

    private static readonly string Changes =
        $"""
        UPDATE order_changes SET customer_id = $2, details = {OrderDetails.Anonymous}
        WHERE position = ANY (ARRAY(
          SELECT position FROM order_changes WHERE customer_id BETWEEN $1 AND $1 ORDER BY customer_id, position LIMIT {Step} FOR UPDATE)) AND customer_id = $1
        """;

    // Their rows go: two customers may have used the same request_id, and in one name it cannot stand twice. Nobody can ask for its answer any more.
    private static readonly string Requests =
        $"""
        DELETE FROM order_requests WHERE customer_id = $1 AND request_id = ANY (ARRAY(
          SELECT request_id FROM order_requests WHERE customer_id BETWEEN $1 AND $1 AND customer_id <> '{CustomerIds.Nobody}'
          ORDER BY customer_id LIMIT {Step} FOR UPDATE))
        """;

    private const string Position = "SELECT sequence FROM deleted_accounts WHERE id = 1";

    private const string Advance = "UPDATE deleted_accounts SET sequence = $1 WHERE id = 1 AND sequence < $1";

    /// <summary>The place in the user service's list up to which accounts were struck out for good.</summary>
    public async Task<long> PositionAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Position);
        return (await command.ReadAllAsync(reader => reader.GetInt64(0), cancellationToken)).SingleOrDefault();
    }

    /// <summary>Remembers that place; another replica may have gone further.</summary>
    public async Task AdvanceAsync(long sequence, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Advance).Add(sequence);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Puts <see cref="CustomerIds.DeletedCustomer"/> in a customer's place wherever he stands, and removes where he lives; does nothing the second time.</summary>
    public async Task StrikeAsync(Guid customerId, CancellationToken cancellationToken)
    {
        if (CustomerIds.IsReserved(customerId))
            return;
        // Orders first: what changes them afterwards writes events of the deleted customer.
        await RepeatAsync(() => database.CreateCommand(Orders).Add(customerId).Add(CustomerIds.DeletedCustomer), cancellationToken);
        await RepeatAsync(() => database.CreateCommand(Changes).Add(customerId).Add(CustomerIds.DeletedCustomer), cancellationToken);
        await RepeatAsync(() => database.CreateCommand(Requests).Add(customerId), cancellationToken);
    }

    private static async Task RepeatAsync(Func<NpgsqlCommand> statement, CancellationToken cancellationToken)
    {
        int done;
        do
        {
            await using var command = statement();
            done = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (done > 0);
    }
}
