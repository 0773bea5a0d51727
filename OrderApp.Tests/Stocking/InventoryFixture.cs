using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

/// <summary>One inventory for all tests of a class, where starting one for each would only take time; books and reservations are each test's own.</summary>
public sealed class InventoryFixture(PostgresServer postgres) : IAsyncLifetime
{
    private InventoryHost? host;
    private int lastBook = 1000;

    internal PostgresServer Postgres => postgres;

    internal InventoryHost Host => host ?? throw new InvalidOperationException("The service is not started yet.");

    /// <summary>Makes a book of which there are so many copies.</summary>
    internal async Task<int> BookAsync(int available)
    {
        var book = Interlocked.Increment(ref lastBook);
        await Host.AdjustAsync(book, available);
        return book;
    }

    public async ValueTask InitializeAsync() => host = await InventoryHost.StartAsync(postgres);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
