using Npgsql;
using OrderApp.Protos;
using TransactionState = OrderApp.Protos.Transaction.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>What must be true of every checkout that has ended, whatever went wrong: it is done, once, or it has left nothing behind.</summary>
internal static class Invariants
{
    // A guest's use is also the account's into which he signs in.
    private const string Checkouts =
        """
        SELECT id::text, state, order_uuid::text, (purchase ->> 'total')::bigint, payment_token IS NULL AND NOT purchase ? 'email' AND NOT purchase ? 'address',
          (SELECT count(DISTINCT checkout_id) FROM promotion_uses WHERE checkout_id = checkouts.id), purchase ->> 'promotion', cancelled_at IS NOT NULL
        FROM checkouts WHERE due_at IS NULL
        """;

    /// <summary>Looks at all of them, and answers what is wrong.</summary>
    public static async Task<IReadOnlyList<string>> FindBrokenAsync(CartHost host)
    {
        await using var command = host.Database.CreateCommand(Checkouts);
        await using var reader = await command.ExecuteReaderAsync();
        var broken = new List<string>();
        while (await reader.ReadAsync())
            broken.AddRange(Broken(host.Shop, reader).Select(problem => $"{reader.GetString(0)}: {problem}"));
        return broken;
    }

    private static IEnumerable<string> Broken(FakeShop shop, NpgsqlDataReader row)
    {
        var (id, isCompleted, order, total) = (row.GetString(0), row.GetInt16(1) == 2, row.GetString(2), row.GetInt64(3));
        var isCancelled = row.GetBoolean(7);
        var recorded = shop.Orders.Find(order);
        var payments = shop.Transactions.Of(order);
        var held = payments.Where(payment => payment.State is not (TransactionState.Voided or TransactionState.Declined))
            .Sum(payment => FakeTransactions.Cents(payment.Authorized) - FakeTransactions.Cents(payment.Refunded));
        var stock = shop.Inventory.StateOf(id);

        if (row.GetInt16(1) is not (2 or 3))
            yield return "has not ended";
        if (!row.GetBoolean(4))
            yield return "keeps the payment's token, the email or the address";
        if (isCompleted && !isCancelled)
        {
            if (recorded?.State is not Order.Types.State.Paid)
                yield return $"the order is {recorded?.State}";
            if (held != total || payments.Count(payment => payment.State is TransactionState.Captured) != 1)
                yield return $"{held} of {total} is paid, in {payments.Count} payments";
            if (stock is not FakeInventory.State.Confirmed)
                yield return $"the reservation is {stock}";
        }
        else
        {
            if (recorded?.State is not (null or Order.Types.State.Cancelled or Order.Types.State.Refunded))
                yield return $"the order is {recorded.State}";
            if (held != 0)
                yield return $"{held} is kept";
            if (stock is FakeInventory.State.Reserved or FakeInventory.State.Confirmed)
                yield return $"the reservation is {stock}";
        }

        if (row.GetInt64(5) != (isCompleted && !row.IsDBNull(6) ? 1 : 0))
            yield return $"the promotion is used {row.GetInt64(5)} times";
    }
}
