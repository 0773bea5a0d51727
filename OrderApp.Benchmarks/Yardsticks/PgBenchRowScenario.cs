using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>Single-row INSERTs of an order's columns.</summary>
internal sealed record PgBenchRowScenario(string Name, string Title, IReadOnlyList<int> Clients) : PgBenchScenario(Name, Title, Clients, Rows: 1)
{
    private static readonly PgBenchScript Script = new("yardstick",
        """
        INSERT INTO plain_orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
        VALUES (gen_random_uuid(), 'The Left Hand of Darkness', false, now(), NULL, NULL, 1, now(), now());
        """, "plain_orders");

    protected override async Task<PgBenchScript> PrepareAsync(OwnShop shop, CancellationToken cancellationToken)
    {
        if (await shop.Database.TryCreateAsync(Script.Database, cancellationToken))
            await shop.Database.ExecuteAsync(Script.Database, PlainTable.Create, cancellationToken);
        return Script;
    }
}
