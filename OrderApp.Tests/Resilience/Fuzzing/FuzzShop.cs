using Grpc.AspNetCore.HealthChecks;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
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

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>All services, with some orders and books, and everything that can be asked of them: found, not listed.</summary>
public sealed class FuzzShop(PostgresServer server) : IAsyncLifetime
{
    private readonly Stack<IAsyncDisposable> running = [];
    private readonly List<(string Key, string Value)> addresses = [];
    private readonly List<RpcTarget> targets = [];
    private readonly List<Func<Task<bool>>> probes = [];
    private ShopAccounts? accounts;

    internal ComplaintLog Log { get; } = new();

    internal KnownValues Known { get; } = new();

    /// <summary>What no log line and no answer may hold: an operator's token, which is sent with every request, also as a cookie.</summary>
    internal string Secret => Accounts.OperatorToken;

    internal ShopAccounts Accounts => accounts ?? throw new InvalidOperationException("The shop is not open yet.");

    /// <summary>Every method of every process.</summary>
    internal IReadOnlyList<RpcTarget> Targets => targets;

    internal TestService<FrontDoorRoute> Marketplace { get; private set; } = null!;

    internal IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var (orders, books, tastes) = (await server.CreateDatabaseAsync("orders"), await server.CreateDatabaseAsync("books"), await server.CreateDatabaseAsync("tastes"));
        running.Push(accounts = await ShopAccounts.StartAsync(server, Observe));
        Include("userservice", accounts.Service);
        Log.Forbid(Secret);
        Log.Forbid(new NpgsqlConnectionStringBuilder(orders).Password!);
        await StartAsync<OrderGrpcService>("orderservice", ("ConnectionStrings:orderdb", orders));
        await StartAsync<CatalogueGrpcService>("catalogue", ("ConnectionStrings:catalogdb", books));
        await StartAsync<RecommendationsGrpcService>("recommendations", [("ConnectionStrings:recommenddb", tastes), .. addresses]);
        await StartAsync<InventoryGrpcService>("inventory", ("ConnectionStrings:inventorydb", await server.CreateDatabaseAsync("inventory")));
        await StartAsync<ReviewsGrpcService>("reviews", [("ConnectionStrings:reviewdb", await server.CreateDatabaseAsync("reviews")), .. addresses]);
        await StartAsync<RouteGuideGrpcService>("routeguide");
        await StartAsync<TransactionsGrpcService>("transactions", ("ConnectionStrings:paymentdb", await server.CreateDatabaseAsync("payments")));
        await StartAsync<CartGrpcService>("cart", [("ConnectionStrings:cartdb", await server.CreateDatabaseAsync("carts")), .. addresses]);
        Marketplace = await StartAsync<FrontDoorRoute>(
            "marketplace", [.. addresses, ("Web:RequestsPerSecond", "1000000"), ("Web:RequestBurst", "1000000"), ("Web:PageDeadline", "00:00:20")]);
        Pages = [.. Marketplace.Services.GetRequiredService<EndpointDataSource>().Endpoints];
        await FillAsync(Marketplace.Channel);
    }

    /// <summary>True when every process still says that it is well, and what they are for still works.</summary>
    public async Task<bool> IsWellAsync()
    {
        foreach (var probe in probes)
        {
            if (!await probe())
                return false;
        }

        var created = await new OrderService.OrderServiceClient(Marketplace.Channel).CreateOrderAsync(new() { Name = "Still here" });
        var users = new UserService.UserServiceClient(Marketplace.Channel);
        return created.Order.Name == "Still here" && (await users.GetUserAsync(new() { Username = "Emma" })).Message.Contains("Emma", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        while (running.TryPop(out var service))
            await service.DisposeAsync();
    }

    private async Task<TestService<TEntry>> StartAsync<TEntry>(string name, params (string Key, string Value)[] settings)
        where TEntry : class
    {
        var service = TestService<TEntry>.Start(Observe, [.. Accounts.SettingsOf(name), .. settings]);
        running.Push(service);
        Include(name, service);
        await Eventually.TrueAsync(probes[^1], $"{name} is ready");
        return service;
    }

    private void Observe(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(Log));

    private void Include<TEntry>(string name, TestService<TEntry> service) where TEntry : class
    {
        probes.Add(async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode);
        addresses.Add(($"services:{name}:grpc:0", service.GrpcAddress.ToString()));
        var described = Contracts.All.SelectMany(file => file.Services).ToDictionary(contract => contract.FullName);
        targets.AddRange(service.Services.GetRequiredService<IOptions<GrpcHealthChecksOptions>>().Value.Services
            .Where(contract => contract.Name.Length > 0)
            .SelectMany(contract => described[contract.Name].Methods)
            .Select(method => new RpcTarget(name, service.GrpcAddress, method)));
    }

    private async Task FillAsync(GrpcChannel channel)
    {
        var orders = new OrderService.OrderServiceClient(channel);
        var catalogue = new Catalogue.CatalogueClient(channel);
        using (var import = catalogue.ImportBooks(ShopAccounts.Bearer(Secret)))
        {
            for (var number = 1; number <= 60; number++)
            {
                await import.RequestStream.WriteAsync(
                    new() { Source = "fuzz", SourceId = $"{number}", Book = new() { Title = $"Book {number}", Authors = "A. Writer", RatingsCount = number } });
            }

            await import.RequestStream.CompleteAsync();
            await import;
        }

        for (var number = 1; number <= 5; number++)
        {
            var order = (await orders.CreateOrderAsync(new() { Name = $"Order {number}", RequestId = $"fuzz-{number}", UserId = number, BookId = number })).Order;
            Known.Add("uuid", order.Uuid);
            Known.Add("etag", order.Etag, $"\"{order.Etag}\"");
            Known.Add("request_id", $"fuzz-{number}");
        }

        var review = await new Reviews.ReviewsClient(channel).PutReviewAsync(new() { BookId = 1, Rating = 5, Text = "Good" }, ShopAccounts.Bearer(Secret));
        Known.Add("review_id", review.ReviewId);
        var page = await orders.ListOrdersAsync(new() { PageSize = 2 });
        var books = await catalogue.ListBooksAsync(new() { PageSize = 3, OrderBy = "title" });
        Known.Add("page_token", page.NextPageToken, books.NextPageToken);
        Known.Add("name", "Emma", "Order 1");
        Known.Add("username", "Emma");
        Known.Add("query", "Book", "Order");
        Known.Add("order_by", "title", "year desc", "rating desc");
        Known.Add("paths", "name", "completed", "date", "*");
        Known.Add("cart_id", $"{Guid.CreateVersion7()}");
        Known.Add("stuck", "true");
        Known.Add("service", "order.OrderService", "");
        Known.Add("id", [.. books.Books.Select(book => $"{book.Id}")]);
        Known.Add("source", "fuzz");
        Known.Add("source_id", "1", "2");
    }
}

/// <summary>The fuzzers share one shop.</summary>
[CollectionDefinition(nameof(FuzzSuite))]
public sealed class FuzzSuite : ICollectionFixture<FuzzShop>;
