using Grpc.Net.Client;
using OrderApp.Books;
using OrderApp.Buying;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Orders;
using OrderApp.Payments;
using OrderApp.Protos;
using OrderApp.Recommending;
using OrderApp.Reviewing;
using OrderApp.Routes;
using OrderApp.Stocking;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>The whole shop with its real services, opened when a test first asks for it. Each test makes orders of its own.</summary>
public sealed class LiveShop(PostgresServer postgres) : IAsyncDisposable
{
    private const string Secret = "a secret of the services";
    private readonly List<IAsyncDisposable> services = [];
    private readonly SemaphoreSlim opening = new(1, 1);
    private TestService<FrontDoorRoute>? marketplace;
    private AccountsHost? accounts;

    /// <summary>The address of the pages.</summary>
    public async Task<Uri> AddressAsync() => (await OpenAsync()).HttpAddress;

    /// <summary>The front door, for clients of any contract.</summary>
    internal async Task<GrpcChannel> ChannelAsync() => (await OpenAsync()).Channel;

    /// <summary>The accounts, and the mails that were sent.</summary>
    internal async Task<AccountsHost> AccountsAsync()
    {
        await OpenAsync();
        return accounts!;
    }

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
        accounts = await AccountsHost.StartAsync(postgres, [.. OwnTokens("cart"), .. OwnTokens("marketplace"), .. OwnTokens("reviews")]);
        services.Add(accounts);
        var authority = ("Auth:Authority", accounts.Service.HttpAddress.ToString());
        var mail = new[] { ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{accounts.Mail.Port}"), ("Mail:Smtp:Security", "None") };
        var orders = Keep(await TestService.StartAsync<OrderGrpcService>(("ConnectionStrings:orderdb", await postgres.CreateDatabaseAsync("orders")), authority));
        var books = Keep(await TestService.StartAsync<CatalogueGrpcService>(("ConnectionStrings:catalogdb", await postgres.CreateDatabaseAsync("books")), authority));
        var recommendations = Keep(await TestService.StartAsync<RecommendationsGrpcService>(
            ("ConnectionStrings:recommenddb", await postgres.CreateDatabaseAsync("tastes")), ("services:catalogue:grpc:0", books.GrpcAddress.ToString()), authority));
        var inventory = Keep(await TestService.StartAsync<InventoryGrpcService>(("ConnectionStrings:inventorydb", await postgres.CreateDatabaseAsync("stock")), authority));
        var transactions = Keep(await TestService.StartAsync<TransactionsGrpcService>(
            [("ConnectionStrings:paymentdb", await postgres.CreateDatabaseAsync("payments")), authority, .. mail]));
        var cart = Keep(await TestService.StartAsync<CartGrpcService>(
            [("ConnectionStrings:cartdb", await postgres.CreateDatabaseAsync("carts")), authority, ("Auth:ClientId", "cart"), ("Auth:ClientSecret", Secret),
            ("services:userservice:grpc:0", accounts.Service.GrpcAddress.ToString()), .. mail,
            ("services:catalogue:grpc:0", books.GrpcAddress.ToString()),
            ("services:inventory:grpc:0", inventory.GrpcAddress.ToString()),
            ("services:transactions:grpc:0", transactions.GrpcAddress.ToString()),
            ("services:orderservice:grpc:0", orders.GrpcAddress.ToString())]));
        var reviews = Keep(await TestService.StartAsync<ReviewsGrpcService>(
            ("ConnectionStrings:reviewdb", await postgres.CreateDatabaseAsync("reviews")), authority, ("Auth:ClientId", "reviews"), ("Auth:ClientSecret", Secret),
            ("services:orderservice:grpc:0", orders.GrpcAddress.ToString()), ("services:userservice:grpc:0", accounts.Service.GrpcAddress.ToString())));
        var routes = Keep(await TestService.StartAsync<RouteGuideGrpcService>(authority));
        return Keep(await TestService.StartAsync<FrontDoorRoute>(
            ("services:orderservice:grpc:0", orders.GrpcAddress.ToString()),
            ("services:catalogue:grpc:0", books.GrpcAddress.ToString()),
            ("services:recommendations:grpc:0", recommendations.GrpcAddress.ToString()),
            ("services:inventory:grpc:0", inventory.GrpcAddress.ToString()),
            ("services:transactions:grpc:0", transactions.GrpcAddress.ToString()),
            ("services:cart:grpc:0", cart.GrpcAddress.ToString()),
            ("services:reviews:grpc:0", reviews.GrpcAddress.ToString()),
            ("services:routeguide:grpc:0", routes.GrpcAddress.ToString()),
            ("services:userservice:grpc:0", accounts.Service.GrpcAddress.ToString()),
            ("services:userservice:http:0", accounts.Service.HttpAddress.ToString()),
            authority, ("Auth:ClientId", "marketplace"), ("Auth:ClientSecret", Secret),
            // A busy machine takes its time.
            ("Web:PageDeadline", "00:00:10"),
            ("Web:RequestsPerSecond", "10000"),
            ("Web:RequestBurst", "10000")));
    }

    private static (string Key, string Value)[] OwnTokens(string service) =>
        [($"Accounts:Clients:{service}:Secret", Secret), ($"Accounts:Clients:{service}:Roles:0", "service")];

    private TestService<T> Keep<T>(TestService<T> service) where T : class
    {
        services.Add(service);
        return service;
    }
}
