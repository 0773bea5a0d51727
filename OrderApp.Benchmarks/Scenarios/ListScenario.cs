using System.Diagnostics;
using System.Globalization;
using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>The first page of a hundred orders, one call after another, out of so many orders.</summary>
internal sealed record ListScenario(string Name, int Orders)
    : Scenario(Name, string.Create(CultureInfo.InvariantCulture, $"ListOrders, first page of 100 among {Orders:N0}, one after another"))
{
    private const string Smallest = "list-10k";
    private static readonly Func<long, byte[]> Page = Bodies.Always(new ListOrdersRequest { PageSize = 100 });

    public static IEnumerable<Scenario> All =>
    [
        new ListScenario(Smallest, 10_000) { Yardsticks = ["floor-1"] },
        new ListScenario("list-1m", 1_000_000) { Yardsticks = [Smallest], IsQuick = false },
        new ListScenario("list-10m", 10_000_000) { Yardsticks = [Smallest], IsQuick = false },
    ];

    private string Database => string.Create(CultureInfo.InvariantCulture, $"orders_{Orders}");

    public override bool Fits(Stage stage) => stage.Shop.Database is not null;

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await stage.OwnShop.OrdersAsync(Database, cancellationToken);
        var filled = await FillAsync(stage.OwnShop.Database, cancellationToken);
        var run = await new GrpcScenario(Name, Title, "/order.OrderService/ListOrders")
        {
            Target = (_, _) => Task.FromResult(target),
            Bodies = (_, _) => Task.FromResult(Page),
            Connections = 1,
            Streams = 1,
            WarmUpShare = 0.05,
        }.MeasureAsync(stage, cancellationToken);
        return run with { Note = filled };
    }

    private async Task<string?> FillAsync(OwnDatabase database, CancellationToken cancellationToken)
    {
        if (await database.AskAsync<bool>(Database, "SELECT EXISTS (SELECT FROM orders)", cancellationToken))
            return null;
        var watch = Stopwatch.StartNew();
        await OrderFilling.FillUnloggedAsync(database, Database, Orders, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture,
            $"filled in {watch.Elapsed.TotalSeconds:0.0} s: an unlogged table, INSERT ... SELECT in two sessions, then the same indexes as ever and VACUUM ANALYZE");
    }
}
