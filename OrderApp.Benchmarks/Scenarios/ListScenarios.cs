using System.Globalization;
using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>A page of a hundred orders, one call after another, out of ever more orders.</summary>
internal static class ListScenarios
{
    private const string Smallest = "list-10k";
    private static readonly Func<long, byte[]> Page = Bodies.Always(new ListOrdersRequest { PageSize = 100 });

    public static IEnumerable<Scenario> All =>
    [
        List(Smallest, 10_000),
        List("list-1m", 1_000_000) with { Yardsticks = [Smallest] },
        List("list-10m", 10_000_000) with { Yardsticks = [Smallest], IsQuick = false },
    ];

    private static GrpcScenario List(string name, int orders) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"ListOrders, first page of 100 among {orders:N0}, one after another"), "/order.OrderService/ListOrders")
        {
            Target = (stage, cancellationToken) => FilledAsync(stage.OwnShop, $"orders_{orders}", orders, cancellationToken),
            Bodies = (_, _) => Task.FromResult(Page),
            Connections = 1,
            Streams = 1,
            NeedsOwnShop = true,
        };

    private static async Task<Target> FilledAsync(OwnShop shop, string database, int orders, CancellationToken cancellationToken)
    {
        var target = await shop.OrdersAsync(database, cancellationToken);
        if (await shop.Database.AskAsync<bool>(database, "SELECT NOT EXISTS (SELECT FROM orders)", cancellationToken))
            await OrderFilling.FillAsync(shop.Database, database, orders, cancellationToken);
        return target;
    }
}
