using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>Single-row INSERTs of an order's columns.</summary>
/// <param name="Name">Short, for the command line.</param>
/// <param name="Title">What is measured, for the report.</param>
/// <param name="Clients">The numbers of clients to try.</param>
/// <param name="Keyed">Whether each order has a request_id of its own.</param>
internal sealed record PgBenchRowScenario(string Name, string Title, IReadOnlyList<int> Clients, bool Keyed = false)
    : PgBenchScenario(Name, Title, Clients, Rows: 1)
{
    private static readonly PgBenchScript Plain = new("yardstick",
        """
        INSERT INTO plain_orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
        VALUES (gen_random_uuid(), 'The Left Hand of Darkness', false, now(), NULL, NULL, 1, now(), now());
        """, "plain_orders");

    // The microsecond and the client make a key that no other transaction has; it is as long as those of the service's load, and grows like them.
    private static readonly PgBenchScript WithRequestId = new("yardstick_keyed",
        """
        INSERT INTO plain_keyed_orders (id, name, completed, date, user_id, book_id, version, create_time, update_time, request_id, fingerprint)
        VALUES (gen_random_uuid(), 'The Left Hand of Darkness', false, now(), NULL, NULL, 1, now(), now(),
          lpad((extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text || :client_id::text, 45, '0'), '\x00112233445566778899aabbccddeeff');
        """, "plain_keyed_orders");

    protected override async Task<PgBenchScript> PrepareAsync(OwnShop shop, CancellationToken cancellationToken)
    {
        var (script, table) = Keyed ? (WithRequestId, PlainTable.CreateKeyed) : (Plain, PlainTable.Create);
        if (await shop.Database.TryCreateAsync(script.Database, cancellationToken))
            await shop.Database.ExecuteAsync(script.Database, table, cancellationToken);
        return script;
    }
}
