using System.Globalization;

namespace OrderApp.Benchmarks.Shop;

/// <summary>Puts orders into a database without the service, as it would have stored them over a day.</summary>
internal static class OrderFilling
{
    // Ids are UUIDs of version 7, each a little later than the one before; names are those of 5,000 books.
    private const string InsertNames = "INSERT INTO order_names SELECT 'Book ' || number FROM generate_series(0, 4999) AS number ON CONFLICT DO NOTHING";

    private const string Insert =
        """
        INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
        SELECT (lpad(to_hex(first + number * 86400000 / COUNT), 12, '0') || '7000a' || lpad(to_hex(number), 15, '0'))::uuid,
               'Book ' || number % 5000, number % 10 = 0, moment, 1 + number % 1000, 1 + number % 5000, 1, moment, moment
        FROM (SELECT number, first, start + interval '1 microsecond' * (number * 86400000000 / COUNT) AS moment
              FROM (SELECT now() - interval '1 day' AS start, (extract(epoch FROM now()) * 1000)::bigint - 86400000 AS first) AS day,
                   generate_series(FROM_NUMBER::bigint, TO_NUMBER) AS number) AS made
        """;

    public static async Task FillAsync(OwnDatabase database, string name, int orders, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(name, InsertNames, cancellationToken);
        await database.ExecuteAsync(name, InsertSql(1, orders, orders), cancellationToken);
        await SettleAsync(database, name, cancellationToken);
    }

    /// <summary>
    /// For more than the log could take in reasonable time: the table is made unlogged, which reading it does not notice, several sessions
    /// insert at once, and its indexes are built afterwards.
    /// </summary>
    public static async Task FillUnloggedAsync(OwnDatabase database, string name, int orders, CancellationToken cancellationToken)
    {
        const int sessions = 2;
        var indexes = await TableIndexes.ReadAsync(database, name, "orders", cancellationToken);
        await database.ExecuteAsync(name, $"{indexes.Drop}; ALTER TABLE orders SET UNLOGGED; {InsertNames}", cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(part => database.ExecuteAsync(
            name, InsertSql(1 + (long)orders * part / sessions, (long)orders * (part + 1) / sessions, orders), cancellationToken)));
        await database.ExecuteAsync(name, $"SET maintenance_work_mem = '512MB'; {indexes.Create}", cancellationToken);
        await SettleAsync(database, name, cancellationToken);
    }

    // Statistics for the planner, pages marked as visible to all, and nothing left to write later.
    private static async Task SettleAsync(OwnDatabase database, string name, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(name, "VACUUM ANALYZE orders, order_names", cancellationToken);
        await database.ExecuteAsync(name, "CHECKPOINT", cancellationToken);
    }

    private static string InsertSql(long from, long to, long count) => Insert
        .Replace("FROM_NUMBER", Text(from), StringComparison.Ordinal)
        .Replace("TO_NUMBER", Text(to), StringComparison.Ordinal)
        .Replace("COUNT", Text(count), StringComparison.Ordinal);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
