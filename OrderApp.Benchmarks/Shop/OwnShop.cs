using OrderApp.AppHost.Services;
using OrderApp.Benchmarks.Options;

namespace OrderApp.Benchmarks.Shop;

/// <summary>
/// A shop on a database of its own. Each service is started when it is first asked for; between the scenarios that need it, it stands still.
/// Order services that are measured differently have databases of their own, so that none of them works for another's callers.
/// </summary>
internal sealed class OwnShop(OwnDatabase database, BenchOptions options) : IShop
{
    /// <summary>The order service that is called directly and through the front door.</summary>
    public const string OrdersName = "orderdb";

    /// <summary>The order service behind the pages, whose orders Recommendations follows.</summary>
    public const string ShopOrdersName = "shopdb";

    // The order service gets it there; what it is compared with gets it too.
    private static readonly (string, string) AsInTheAppHost = (CompiledHere.Variable, CompiledHere.Value);

    private readonly Dictionary<string, ServiceRun> running = [];

    public OwnDatabase Database => database;

    public static string ReplicasName(int replicas) => $"replicas_{replicas}";

    public Task<Target> OrdersAsync(CancellationToken cancellationToken) => OrdersAsync(OrdersName, cancellationToken);

    /// <summary>An order service on a database of this name, made when it is not there yet.</summary>
    public Task<Target> OrdersAsync(string name, CancellationToken cancellationToken) =>
        StartedAsync(name, async () =>
        {
            await database.CreateAsync(name, cancellationToken);
            return OrderService(name);
        }, cancellationToken);

    /// <summary>So many order services on one database.</summary>
    public async Task<Target> ReplicasAsync(int replicas, CancellationToken cancellationToken)
    {
        var name = ReplicasName(replicas);
        var targets = new List<Target> { await OrdersAsync(name, cancellationToken) };
        for (var number = 2; number <= replicas; number++)
            targets.Add(await StartedAsync($"{name} {number}", () => Task.FromResult(OrderService(name)), cancellationToken));
        return Target.Of(targets);
    }

    public Task<Target> RoutesAsync(CancellationToken cancellationToken) => StartedAsync("routeguide", ServiceProgram.RouteGuide, [], cancellationToken);

    /// <summary>The service that stores each order with an INSERT of its own.</summary>
    public Task<Target> NaiveAsync(CancellationToken cancellationToken) =>
        StartedAsync("naive", async () =>
        {
            await database.CreateAsync("naive", cancellationToken);
            await database.ExecuteAsync("naive", Yardsticks.PlainTable.Create, cancellationToken);
            return new(ServiceProgram.Naive, [("ConnectionStrings__naive", database.ConnectionString("naive")), AsInTheAppHost, .. Telemetry()]);
        }, cancellationToken);

    public async Task<Target> FrontDoorAsync(CancellationToken cancellationToken)
    {
        var orders = await OrdersAsync(cancellationToken);
        return (await MarketplaceAsync("frontdoor", orders, cancellationToken)).With(orders);
    }

    public async Task<Target> MarketplaceAsync(CancellationToken cancellationToken)
    {
        var orders = await OrdersAsync(ShopOrdersName, cancellationToken);
        return (await MarketplaceAsync("marketplace", orders, cancellationToken)).With(orders, await CatalogueAsync(cancellationToken), await RecommendationsAsync(cancellationToken));
    }

    public async Task RestAsync()
    {
        foreach (var service in running.Values)
            await service.RestAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in running.Values)
            await service.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task<Target> MarketplaceAsync(string key, Target orders, CancellationToken cancellationToken)
    {
        var routes = await RoutesAsync(cancellationToken);
        var users = await StartedAsync("userservice", ServiceProgram.UserService, [], cancellationToken);
        var (catalogue, recommendations) = (await CatalogueAsync(cancellationToken), await RecommendationsAsync(cancellationToken));
        return await StartedAsync(key, ServiceProgram.Marketplace,
        [
            Reference("orderservice", orders), Reference("routeguide", routes), Reference("userservice", users), Reference("catalogue", catalogue),
            Reference("recommendations", recommendations),
            // One client is all there is here, and it is to find the shop's limit, not its own.
            ("Web__RequestsPerSecond", "1000000"), ("Web__RequestBurst", "1000000"),
        ], cancellationToken);
    }

    private async Task<Target> CatalogueAsync(CancellationToken cancellationToken)
    {
        const string name = "catalogdb";
        var isNew = await database.TryCreateAsync(name, cancellationToken);
        var catalogue = await StartedAsync("catalogue", ServiceProgram.Catalogue,
            [("ConnectionStrings__catalogdb", database.ConnectionString(name))], cancellationToken);
        if (isNew)
            await CatalogueFilling.FillAsync(catalogue.Grpc!, cancellationToken);
        return catalogue;
    }

    private async Task<Target> RecommendationsAsync(CancellationToken cancellationToken)
    {
        const string name = "recommenddb";
        await database.TryCreateAsync(name, cancellationToken);
        var catalogue = await CatalogueAsync(cancellationToken);
        var orders = await OrdersAsync(ShopOrdersName, cancellationToken);
        return await StartedAsync("recommendations", ServiceProgram.Recommendations,
            [("ConnectionStrings__recommenddb", database.ConnectionString(name)), Reference("catalogue", catalogue), Reference("orderservice", orders)], cancellationToken);
    }

    private ServiceRun OrderService(string databaseName) =>
        new(ServiceProgram.OrderService, [("ConnectionStrings__orderdb", database.ConnectionString(databaseName)), AsInTheAppHost, .. Telemetry()]);

    private Task<Target> StartedAsync(string key, ServiceProgram program, (string Name, string Value)[] environment, CancellationToken cancellationToken) =>
        StartedAsync(key, () => Task.FromResult(new ServiceRun(program, [.. environment, .. Telemetry()])), cancellationToken);

    private async Task<Target> StartedAsync(string key, Func<Task<ServiceRun>> make, CancellationToken cancellationToken)
    {
        if (!running.TryGetValue(key, out var service))
        {
            running[key] = service = await make();
            await service.StartAsync(cancellationToken);
        }
        await service.ResumeAsync();
        return service.Target;
    }

    private static (string Name, string Value) Reference(string service, Target target) => ($"services__{service}__grpc__0", target.Grpc!.ToString());

    private IEnumerable<(string Name, string Value)> Telemetry() =>
        options.Otlp is { } address
            ? [("OTEL_EXPORTER_OTLP_ENDPOINT", address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]
            : [("OTEL_EXPORTER_OTLP_ENDPOINT", "")];
}
