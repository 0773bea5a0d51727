using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>One order service for all tests of a class, where starting one for each would only take time; orders are each test's own.</summary>
public sealed class OrderServiceFixture(PostgresServer postgres) : IAsyncLifetime
{
    private OrderServiceHost? host;

    internal OrderServiceHost Host => host ?? throw new InvalidOperationException("The service is not started yet.");

    public async ValueTask InitializeAsync() => host = await OrderServiceHost.StartAsync(postgres);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
