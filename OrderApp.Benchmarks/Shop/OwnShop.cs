using OrderApp.Benchmarks.Options;

namespace OrderApp.Benchmarks.Shop;

/// <summary>A shop on a database of its own. Each service is started when it is first asked for and runs until the end.</summary>
internal sealed class OwnShop(OwnDatabase database, BenchOptions options) : IShop
{
    private readonly Dictionary<string, ServiceRun> running = [];

    public OwnDatabase Database => database;

    public Task<Target> OrdersAsync(CancellationToken cancellationToken) => OrdersAsync("orderdb", cancellationToken);

    /// <summary>An order service on a database of this name, made when it is not there yet.</summary>
    public async Task<Target> OrdersAsync(string name, CancellationToken cancellationToken) =>
        await StartedAsync(name, async () =>
        {
            await database.CreateAsync(name, cancellationToken);
            return new(ServiceProgram.OrderService, [("ConnectionStrings__orderdb", database.ConnectionString(name)), .. Telemetry()]);
        }, cancellationToken);

    public Task<Target> RoutesAsync(CancellationToken cancellationToken) =>
        StartedAsync("routeguide", () => Task.FromResult<ServiceRun>(new(ServiceProgram.RouteGuide, Telemetry())), cancellationToken);

    /// <summary>The service that stores each order with an INSERT of its own.</summary>
    public Task<Target> NaiveAsync(CancellationToken cancellationToken) =>
        StartedAsync("naive", async () =>
        {
            await database.CreateAsync("naive", cancellationToken);
            await database.ExecuteAsync("naive", Yardsticks.PlainTable.Create, cancellationToken);
            return new(ServiceProgram.Naive, [("ConnectionStrings__naive", database.ConnectionString("naive")), .. Telemetry()]);
        }, cancellationToken);

    public async Task<Target> MarketplaceAsync(CancellationToken cancellationToken)
    {
        var orders = await OrdersAsync(cancellationToken);
        var routes = await RoutesAsync(cancellationToken);
        var users = await StartedAsync("userservice", () => Task.FromResult<ServiceRun>(new(ServiceProgram.UserService, Telemetry())), cancellationToken);
        var books = await StartedAsync("recommendations", async () =>
        {
            await database.CreateAsync("catalogdb", cancellationToken);
            return new(ServiceProgram.Recommendations,
                [("ConnectionStrings__catalogdb", database.ConnectionString("catalogdb")), Reference("orderservice", orders), .. Telemetry()]);
        }, cancellationToken);
        return await StartedAsync("marketplace", () => Task.FromResult<ServiceRun>(new(ServiceProgram.Marketplace,
        [
            Reference("orderservice", orders), Reference("routeguide", routes), Reference("userservice", users), Reference("recommendations", books),
            // One client is all there is here, and it is to find the shop's limit, not its own.
            ("Web__RequestsPerSecond", "1000000"), ("Web__RequestBurst", "1000000"),
            .. Telemetry(),
        ])), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in running.Values)
            await service.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task<Target> StartedAsync(string key, Func<Task<ServiceRun>> make, CancellationToken cancellationToken)
    {
        if (!running.TryGetValue(key, out var service))
        {
            running[key] = service = await make();
            await service.StartAsync(cancellationToken);
        }
        return service.Target;
    }

    private static (string Name, string Value) Reference(string service, Target target) => ($"services__{service}__grpc__0", target.Grpc!.ToString());

    private IEnumerable<(string Name, string Value)> Telemetry() =>
        options.Otlp is { } address
            ? [("OTEL_EXPORTER_OTLP_ENDPOINT", address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]
            : [("OTEL_EXPORTER_OTLP_ENDPOINT", "")];
}
