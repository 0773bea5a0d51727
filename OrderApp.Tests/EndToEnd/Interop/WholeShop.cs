using System.Collections.Concurrent;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Books;
using OrderApp.Buying;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Orders;
using OrderApp.Payments;
using OrderApp.Recommending;
using OrderApp.Reviewing;
using OrderApp.Routes;
using OrderApp.Stocking;
using OrderApp.Tests.EndToEnd.Access;
using OrderApp.Tests.Routes;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>All services with their databases, and the front door before them, on ports of their own.</summary>
public sealed class WholeShop(PostgresServer server) : IAsyncLifetime
{
    private readonly Dictionary<string, Uri> addresses = [];
    private readonly Stack<IAsyncDisposable> running = [];
    private readonly FeaturesFile features = ManyFeatures();
    private readonly ConcurrentDictionary<Who, Task<string?>> tokens = [];
    private Uri? frontDoor;
    private ShopAccounts? accounts;

    /// <summary>Every endpoint of every process.</summary>
    public List<Endpoint> Endpoints { get; } = [];

    /// <summary>Those of the marketplace.</summary>
    public IReadOnlyList<Endpoint> Routes { get; private set; } = [];

    internal CallLog Calls { get; } = new();

    internal ShopAccounts Accounts => accounts ?? throw new InvalidOperationException("The shop is not open yet.");

    /// <summary>Where to call a service, by its name in the AppHost.</summary>
    public Uri AddressOf(string service, Road road) => road == Road.Direct ? addresses[service] : FrontDoor;

    public Uri FrontDoor => frontDoor ?? throw new InvalidOperationException("The shop is not open yet.");

    /// <summary>Where the pages and the JSON API are.</summary>
    public Uri Pages { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var (orders, books, tastes) = (await server.CreateDatabaseAsync("orders"), await server.CreateDatabaseAsync("books"), await server.CreateDatabaseAsync("tastes"));
        running.Push(accounts = await ShopAccounts.StartAsync(server, Observe));
        addresses["userservice"] = Accounts.Service.GrpcAddress;
        Endpoints.AddRange(Accounts.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        await StartAsync<OrderGrpcService>("orderservice", ("ConnectionStrings:orderdb", orders));
        await StartAsync<CatalogueGrpcService>("catalogue", ("ConnectionStrings:catalogdb", books));
        await StartAsync<RecommendationsGrpcService>(
            "recommendations", ("ConnectionStrings:recommenddb", tastes), ("services:catalogue:grpc:0", addresses["catalogue"].ToString()));
        await StartAsync<InventoryGrpcService>("inventory", ("ConnectionStrings:inventorydb", await server.CreateDatabaseAsync("inventory")));
        await StartAsync<ReviewsGrpcService>(
            "reviews", ("ConnectionStrings:reviewdb", await server.CreateDatabaseAsync("reviews")), ("services:orderservice:grpc:0", addresses["orderservice"].ToString()));
        await StartAsync<RouteGuideGrpcService>("routeguide", ("RouteGuide:FeaturesFile", features.Path));
        await StartAsync<TransactionsGrpcService>("transactions", ("ConnectionStrings:paymentdb", await server.CreateDatabaseAsync("payments")));
        await StartAsync<CartGrpcService>(
            "cart",
            [
                ("ConnectionStrings:cartdb", await server.CreateDatabaseAsync("carts")),
                .. addresses.Select(service => ($"services:{service.Key}:grpc:0", service.Value.ToString())),
            ]);

        var services = addresses.Select(service => ($"services:{service.Key}:grpc:0", service.Value.ToString()));
        frontDoor = await StartAsync<FrontDoorRoute>("marketplace", [.. services]);
    }

    /// <summary>The access token of a caller; null for nobody.</summary>
    public Task<string?> TokenOfAsync(Who who) => tokens.GetOrAdd(who, async _ => who switch
    {
        Who.Nobody => null,
        Who.Operator => Accounts.OperatorToken,
        Who.Service => await Accounts.ServiceTokenAsync(),
        _ => await Accounts.JoinAsync($"{who}@example.com".ToLowerInvariant()),
    });

    public async ValueTask DisposeAsync()
    {
        while (running.TryPop(out var service))
            await service.DisposeAsync();
        features.Dispose();
    }

    // Besides the features that the service comes with, more than all buffers on the way can take, far from the others.
    private static FeaturesFile ManyFeatures()
    {
        var own = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Features", "features.json")).TrimEnd().TrimEnd(']');
        var more = Enumerable.Range(1, 100_000).Select(number =>
            $$"""{"location": {"latitude": {{-number}}, "longitude": {{number}}}, "name": "A place that is far from all others, number {{number}}"}""");
        return FeaturesFile.WithText($"{own},{string.Join(",\n", more)}]");
    }

    private async Task<Uri> StartAsync<TEntry>(string name, params (string Key, string Value)[] settings) where TEntry : class
    {
        var service = TestService<TEntry>.Start(Observe, [.. Accounts.SettingsOf(name), .. settings]);
        running.Push(service);
        await Eventually.TrueAsync(
            async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode, $"{name} is ready");
        Endpoints.AddRange(service.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        // The marketplace is the last one.
        Pages = service.HttpAddress;
        Routes = service.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        return addresses[name] = service.GrpcAddress;
    }

    private void Observe(IServiceCollection services) =>
        services.AddSingleton(Calls).Configure<GrpcServiceOptions>(options => options.Interceptors.Add<CallLog>());
}
