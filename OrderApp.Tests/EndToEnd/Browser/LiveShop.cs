using OrderApp.Books;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Recommending;
using OrderApp.Routes;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>The whole shop with its real services, opened when a test first asks for it. Each test makes orders of its own.</summary>
public sealed class LiveShop(PostgresServer postgres) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> services = [];
    private readonly SemaphoreSlim opening = new(1, 1);
    private TestService<FrontDoorRoute>? marketplace;

    /// <summary>The address of the pages.</summary>
    public async Task<Uri> AddressAsync() => (await OpenAsync()).HttpAddress;

    internal async Task<OrderService.OrderServiceClient> OrdersAsync() => new((await OpenAsync()).Channel);

    /// <summary>Makes an order behind the browser's back.</summary>
    internal async Task<Order> OrderAsync(string name) =>
        (await (await OrdersAsync()).CreateOrderAsync(new() { Name = name }, cancellationToken: TestContext.Current.CancellationToken)).Order;

    public async ValueTask DisposeAsync()
    {
        services.Reverse();
        foreach (var service in services)
            await service.DisposeAsync();
        opening.Dispose();
    }

    private async Task<TestService<FrontDoorRoute>> OpenAsync()
    {
        await opening.WaitAsync();
        try
        {
            return marketplace ??= await StartAsync();
        }
        finally
        {
            opening.Release();
        }
    }

    private async Task<TestService<FrontDoorRoute>> StartAsync()
    {
        var accounts = await AccountsHost.StartAsync(postgres);
        services.Add(accounts);
        var authority = ("Auth:Authority", accounts.Service.HttpAddress.ToString());
        var orders = Keep(await TestService.StartAsync<OrderGrpcService>(("ConnectionStrings:orderdb", await postgres.CreateDatabaseAsync("orders")), authority));
        var books = Keep(await TestService.StartAsync<CatalogueGrpcService>(("ConnectionStrings:catalogdb", await postgres.CreateDatabaseAsync("books")), authority));
        var recommendations = Keep(await TestService.StartAsync<RecommendationsGrpcService>(
            ("ConnectionStrings:recommenddb", await postgres.CreateDatabaseAsync("tastes")), ("services:catalogue:grpc:0", books.GrpcAddress.ToString()), authority));
        var routes = Keep(await TestService.StartAsync<RouteGuideGrpcService>(authority));
        return Keep(await TestService.StartAsync<FrontDoorRoute>(
            ("services:orderservice:grpc:0", orders.GrpcAddress.ToString()),
            ("services:catalogue:grpc:0", books.GrpcAddress.ToString()),
            ("services:recommendations:grpc:0", recommendations.GrpcAddress.ToString()),
            ("services:routeguide:grpc:0", routes.GrpcAddress.ToString()),
            ("services:userservice:grpc:0", accounts.Service.GrpcAddress.ToString()),
            ("services:userservice:http:0", accounts.Service.HttpAddress.ToString()),
            authority,
            // A busy machine takes its time.
            ("Web:PageDeadline", "00:00:10"),
            ("Web:RequestsPerSecond", "10000"),
            ("Web:RequestBurst", "10000")));
    }

    private TestService<T> Keep<T>(TestService<T> service) where T : class
    {
        services.Add(service);
        return service;
    }
}
