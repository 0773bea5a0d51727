using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Tests.Marketplace;

namespace OrderApp.Tests.Carts;

/// <summary>The four services that a cart needs, in this process: they keep their contracts, and fail as planned.</summary>
internal sealed class FakeShop : IAsyncDisposable
{
    private readonly FakeService server;

    private FakeShop()
    {
        Inventory = new(Faults);
        Transactions = new(Faults);
        Orders = new(Faults);
        Catalogue = new(Faults);
        for (var book = 1; book < FakePriceList.NotForSale; book++)
            Inventory.Put(book, 1_000_000);
        server = new(Map, services => services.AddSingleton(Inventory).AddSingleton(Transactions).AddSingleton(Orders).AddSingleton(Catalogue));
    }

    public Faults Faults { get; } = new();

    public FakeInventory Inventory { get; }

    public FakeTransactions Transactions { get; }

    public FakeBookOfOrders Orders { get; }

    public FakePriceList Catalogue { get; }

    /// <summary>Where a service under test finds them.</summary>
    public (string Key, string Value)[] Settings =>
        [.. new[] { "catalogue", "inventory", "transactions", "orderservice" }.Select(service => ($"services:{service}:grpc:0", server.Address))];

    public static async Task<FakeShop> StartAsync()
    {
        var shop = new FakeShop();
        await shop.server.StartAsync();
        return shop;
    }

    /// <summary>All four are away from now on, as after a crash.</summary>
    public Task StopAsync() => server.StopAsync();

    /// <summary>They are back, on the same port and with what they knew.</summary>
    public Task StartAgainAsync() => server.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static void Map(WebApplication app)
    {
        app.MapGrpcService<FakeInventory>();
        app.MapGrpcService<FakeTransactions>();
        app.MapGrpcService<FakeBookOfOrders>();
        app.MapGrpcService<FakePriceList>();
    }
}
