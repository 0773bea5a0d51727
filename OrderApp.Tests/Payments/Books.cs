using Npgsql;

namespace OrderApp.Tests.Payments;

/// <summary>Holds the service's books against the provider's, order by order, and against themselves.</summary>
internal static class Books
{
    private static readonly (string Wrong, string Sql)[] Checks =
    [
        ("an order's money is not what the provider has",
            """
            SELECT order_uuid::text FROM (
                SELECT order_uuid, coalesce(sum(captured - refunded), 0) AS ours,
                       coalesce(sum((SELECT sum(p.captured - p.refunded) FROM sandbox.payments p WHERE p.reference = t.reference)), 0) AS theirs
                FROM transactions t GROUP BY order_uuid) AS orders
            WHERE ours <> theirs
            """),
        ("the provider has a payment that no transaction has",
            "SELECT reference FROM sandbox.payments WHERE reference NOT IN (SELECT reference FROM transactions WHERE reference IS NOT NULL)"),
        ("the provider did something that no operation asked for", "SELECT key FROM sandbox.calls WHERE key NOT IN (SELECT id::text FROM operations)"),
        ("an operation is settled otherwise than the provider answered",
            "SELECT o.id::text FROM operations o JOIN sandbox.calls c ON c.key = o.id::text WHERE o.state <> CASE WHEN accepted THEN 2 ELSE 3 END"),
        ("an operation is done and the provider was never asked",
            "SELECT id::text FROM operations WHERE state = 2 AND amount > 0 AND id::text NOT IN (SELECT key FROM sandbox.calls)"),
        ("sums are not those of the operations",
            """
            SELECT t.id::text FROM transactions t
            WHERE captured <> (SELECT coalesce(sum(amount), 0) FROM operations WHERE transaction_id = t.id AND kind = 2 AND state = 2)
               OR refunded <> (SELECT coalesce(sum(amount), 0) FROM operations WHERE transaction_id = t.id AND kind = 4 AND state = 2)
            """),
        ("more is paid back than was captured", "SELECT reference FROM sandbox.payments WHERE refunded > captured OR captured > authorized"),
        ("an order is paid twice", "SELECT order_uuid::text FROM transactions WHERE captured > 0 GROUP BY order_uuid HAVING count(*) > 1"),
        ("a token is kept", "SELECT id::text FROM operations WHERE token IS NOT NULL AND state IN (2, 3)"),
    ];

    /// <summary>What does not agree; empty when all is well. To be asked when nothing is under way.</summary>
    public static async Task<IReadOnlyList<string>> FindErrorsAsync(NpgsqlDataSource database)
    {
        var errors = new List<string>();
        foreach (var (wrong, sql) in Checks)
        {
            await using var command = database.CreateCommand($"SELECT count(*) FROM ({sql}) AS wrong");
            if (await command.ExecuteScalarAsync() is not 0L)
                errors.Add(wrong);
        }

        return errors;
    }
}
