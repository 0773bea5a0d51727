using OrderApp.Tests.Support;

namespace OrderApp.Tests.Carts;

/// <summary>One cart service for all tests of a class; customers are each test's own.</summary>
public sealed class CartFixture(PostgresServer postgres) : IAsyncLifetime
{
    private CartHost? host;

    internal CartHost Host => host ?? throw new InvalidOperationException("The service is not started yet.");

    public async ValueTask InitializeAsync() => host = await CartHost.StartAsync(postgres);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
