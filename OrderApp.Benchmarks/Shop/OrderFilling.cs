using System.Globalization;

namespace OrderApp.Benchmarks.Shop;

/// <summary>Puts many orders into a database at once, as the order service would have stored them over a day.</summary>
internal static class OrderFilling
{
    // Ids are UUIDs of version 7, each a little later than the one before; names are those of 5,000 books.
    private const string Sql =
        """
        INSERT INTO order_names SELECT 'Book ' || number FROM generate_series(0, 4999) AS number ON CONFLICT DO NOTHING;
        INSERT INTO orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
        SELECT (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(number % 4096), 3, '0') || 'a'
                || substr(md5(number::text), 1, 15))::uuid,
               'Book ' || number % 5000, number % 10 = 0, moment, 1 + number % 1000, 1 + number % 5000, 1, moment, moment
        FROM (SELECT number, now() - interval '1 day' + interval '1 day' * number / COUNT AS moment FROM generate_series(1, COUNT) AS number) AS made;
        """;

    public static async Task FillAsync(OwnDatabase database, string name, int orders, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(name, Sql.Replace("COUNT", orders.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), cancellationToken);
        await database.ExecuteAsync(name, "VACUUM ANALYZE orders, order_names", cancellationToken);
        await database.ExecuteAsync(name, "CHECKPOINT", cancellationToken);
    }
}
