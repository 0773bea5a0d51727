using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Life;

/// <summary>One order service, and everyone who may call it, for all tests of a class.</summary>
public sealed class OrdersWithLines(PostgresServer postgres) : IAsyncLifetime
{
    private Callers? callers;

    internal Callers Callers => callers ?? throw new InvalidOperationException("The service is not started yet.");

    public async ValueTask InitializeAsync() => callers = await Callers.StartAsync(postgres);

    public ValueTask DisposeAsync() => Callers.DisposeAsync();
}
