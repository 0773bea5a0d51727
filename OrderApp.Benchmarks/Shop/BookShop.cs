using Grpc.Net.Client;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Shop;

/// <summary>Something to load: its addresses and, where they are ours, the processes behind them.</summary>
/// <param name="Grpc">The gRPC addresses that share the load; one unless there are replicas.</param>
/// <param name="Web">Pages and JSON.</param>
/// <param name="ProcessIds">Those that work when it is called.</param>
internal sealed record Target(IReadOnlyList<Uri> Grpc, Uri? Web, IReadOnlyList<int> ProcessIds)
{
    /// <summary>This one, with others that work for it.</summary>
    public Target With(params IEnumerable<Target> others) => this with { ProcessIds = [.. ProcessIds, .. others.SelectMany(other => other.ProcessIds)] };
}

/// <summary>
/// The shop that is loaded: one that runs already, or our own. Each service of our own is started when it is first asked for; between the scenarios that
/// need it, it stands still. Order services that are measured differently have databases of their own, so that none of them works for another's callers.
/// </summary>
internal sealed class BookShop(OwnDatabase? database, BenchOptions options) : IAsyncDisposable
{
    /// <summary>The database of the order service that is called directly and through the front door.</summary>
    public const string Orders = "orderdb";

    /// <summary>That of the order service behind the pages, whose orders Recommendations follows.</summary>
    public const string ShopOrders = "shopdb";

    private const int Books = 5000;
    private const int StockedBooks = 1000;
    private const int CopiesOfEach = 1_000_000;
    private readonly Dictionary<string, ServiceProcess> running = [];

    /// <summary>Null when the shop is somebody else's.</summary>
    public OwnDatabase? Database => database;

    /// <summary>The metadata of a customer who is signed in.</summary>
    public async Task<(string Name, string Value)> SignInAsync(CancellationToken cancellationToken) =>
        ("authorization", $"Bearer {await new AccountTokens(await UsersAsync(cancellationToken)).CustomerAsync(cancellationToken)}");

    /// <summary>So many order services on one database, which is made when it is not there yet.</summary>
    public async Task<Target> OrdersAsync(CancellationToken cancellationToken, string name = Orders, int replicas = 1, bool withAccounts = false)
    {
        if (database is null)
            return Deployed;
        await database.TryCreateAsync(name, cancellationToken);
        var targets = new List<Target>();
        for (var number = 1; number <= replicas; number++)
        {
            targets.Add(await StartedAsync($"{name} {number}", "OrderApp.OrderService",
            [
                ("ConnectionStrings__orderdb", database.ConnectionString(name)), 
                ("Access__AnonymousOrders", "true"), // most generators have no tokens
                .. await ReferenceAsync(withAccounts, cancellationToken),
                ("DOTNET_ReadyToRun", "0"), // as the AppHost sets it
                ("OTEL_EXPORTER_OTLP_ENDPOINT", options.Otlp?.ToString() ?? ""), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ], cancellationToken));
        }
        return targets[0].With(targets[1..]) with { Grpc = [.. targets.SelectMany(target => target.Grpc)] };
    }

    /// <summary>The gRPC front door before the order service of <see cref="OrdersAsync"/>.</summary>
    public async Task<Target> FrontDoorAsync(CancellationToken cancellationToken)
    {
        var orders = await OrdersAsync(cancellationToken);
        return (await MarketplaceAsync("frontdoor", orders, cancellationToken)).With(orders);
    }

    /// <summary>Pages and JSON, with everything that a shop has behind them, books included.</summary>
    public async Task<Target> MarketplaceAsync(CancellationToken cancellationToken)
    {
        if (database is null)
            return Deployed;
        var orders = await OrdersAsync(cancellationToken, ShopOrders);
        return (await MarketplaceAsync("marketplace", orders, cancellationToken)).With(orders, await CatalogueAsync(cancellationToken), await RecommendationsAsync(cancellationToken));
    }

    /// <summary>The services that sell. Shops that have sold differently often before have databases of their own.</summary>
    public async Task<SellingShop> SellingAsync(int sold, CancellationToken cancellationToken)
    {
        var catalogue = await CatalogueAsync(cancellationToken);
        var suffix = sold == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{sold}");
        var orders = await OrdersAsync(cancellationToken, $"sales{suffix}", withAccounts: true);
        var (inventory, isNew) = await SellerAsync("OrderApp.Inventory", "inventorydb", suffix, [], cancellationToken);
        var (transactions, _) = await SellerAsync("OrderApp.Transactions", "paymentdb", suffix, [], cancellationToken);
        var (cart, _) = await SellerAsync("OrderApp.Cart", "cartdb", suffix,
        [
            .. AccountTokens.OwnToken, Reference("catalogue", catalogue), Reference("inventory", inventory),
            Reference("transactions", transactions), Reference("orderservice", orders),
        ], cancellationToken);
        var books = await database!.AskAsync<int[]>("catalogdb", $"SELECT array_agg(id) FROM (SELECT id FROM books WHERE source = 'benchmark' ORDER BY id LIMIT {StockedBooks}) AS first", cancellationToken);
        if (isNew)
            await StockAsync(inventory.Grpc[0], books, await new AccountTokens(await UsersAsync(cancellationToken)).OperatorAsync(cancellationToken), cancellationToken);
        var called = new SellingPart("cart", $"cartdb{suffix}", cart);
        return new(database, called,
        [
            called, new("catalogue", "catalogdb", catalogue), new("inventory", $"inventorydb{suffix}", inventory),
            new("transactions", $"paymentdb{suffix}", transactions), new("orderservice", $"sales{suffix}", orders),
        ], books);
    }

    /// <summary>Lets all services of our own stand still until they are asked for again.</summary>
    public async Task PauseAsync()
    {
        foreach (var service in running.Values)
            await service.PauseAsync(true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in running.Values)
            await service.DisposeAsync();
    }

    private Target Deployed => new(options.Address is { } address ? [address] : [], options.Web, []);

    private async Task<Target> MarketplaceAsync(string key, Target orders, CancellationToken cancellationToken)
    {
        var routes = await StartedAsync("routeguide", "OrderApp.RouteGuide", [], cancellationToken);
        var users = await UsersAsync(cancellationToken);
        var (catalogue, recommendations) = (await CatalogueAsync(cancellationToken), await RecommendationsAsync(cancellationToken));
        return await StartedAsync(key, "OrderApp.Marketplace",
        [
            Reference("orderservice", orders), Reference("routeguide", routes), Reference("userservice", users),
            Reference("catalogue", catalogue), Reference("recommendations", recommendations),
            // One client is all there is here, and it is to find the shop's limit, not its own.
            ("Web__RequestsPerSecond", "1000000"), ("Web__RequestBurst", "1000000"),
        ], cancellationToken);
    }

    private async Task<Target> UsersAsync(CancellationToken cancellationToken)
    {
        await database!.TryCreateAsync("userdb", cancellationToken);
        return await StartedAsync(
            "userservice", "OrderApp.UserService", [("ConnectionStrings__userdb", database.ConnectionString("userdb")), .. AccountTokens.Environment], cancellationToken);
    }

    private async Task<IEnumerable<(string, string)>> ReferenceAsync(bool withAccounts, CancellationToken cancellationToken) =>
        withAccounts ? [("services__userservice__http__0", (await UsersAsync(cancellationToken)).Web!.ToString())] : [];

    private async Task<Target> CatalogueAsync(CancellationToken cancellationToken)
    {
        var isNew = await database!.TryCreateAsync("catalogdb", cancellationToken);
        var catalogue = await StartedAsync("catalogue", "OrderApp.Catalogue",
        [
            ("ConnectionStrings__catalogdb", database.ConnectionString("catalogdb")), .. await ReferenceAsync(true, cancellationToken),
        ], cancellationToken);
        if (isNew)
            await FillCatalogueAsync(catalogue.Grpc[0], await new AccountTokens(await UsersAsync(cancellationToken)).OperatorAsync(cancellationToken), cancellationToken);
        return catalogue;
    }

    private async Task<(Target Target, bool IsNew)> SellerAsync(
        string project, string name, string suffix, IEnumerable<(string, string)> environment, CancellationToken cancellationToken)
    {
        var isNew = await database!.TryCreateAsync($"{name}{suffix}", cancellationToken);
        return (await StartedAsync($"{project}{suffix}", project,
        [
            ($"ConnectionStrings__{name}", database.ConnectionString($"{name}{suffix}")), .. await ReferenceAsync(true, cancellationToken), .. environment,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", options.Otlp?.ToString() ?? ""), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ], cancellationToken), isNew);
    }

    private async Task<Target> RecommendationsAsync(CancellationToken cancellationToken)
    {
        await database!.TryCreateAsync("recommenddb", cancellationToken);
        var orders = await OrdersAsync(cancellationToken, ShopOrders);
        return await StartedAsync("recommendations", "OrderApp.Recommendations",
        [
            ("ConnectionStrings__recommenddb", database.ConnectionString("recommenddb")),
            Reference("catalogue", await CatalogueAsync(cancellationToken)), Reference("orderservice", orders),
        ], cancellationToken);
    }

    private async Task<Target> StartedAsync(string key, string project, IEnumerable<(string, string)> environment, CancellationToken cancellationToken)
    {
        if (!running.TryGetValue(key, out var service))
        {
            running[key] = service = new(project, environment);
            await service.StartAsync(cancellationToken);
        }
        await service.PauseAsync(false);
        return service.Target;
    }

    private static (string, string) Reference(string service, Target target) => ($"services__{service}__grpc__0", target.Grpc[0].ToString());

    private static async Task FillCatalogueAsync(Uri address, string token, CancellationToken cancellationToken)
    {
        var categories = Enum.GetValues<BookCategory>();
        using var channel = GrpcChannel.ForAddress(address);
        using var call = new Catalogue.CatalogueClient(channel).ImportBooks(
            new Grpc.Core.Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: cancellationToken);
        for (var number = 0; number < Books; number++)
        {
            await call.RequestStream.WriteAsync(new()
            {
                Source = "benchmark",
                SourceId = number.ToString(CultureInfo.InvariantCulture),
                Book = new()
                {
                    Title = $"The Left Hand of Darkness, volume {number}", Authors = $"Author {number % 500}", Year = 1900 + number % 120, Language = "en",
                    Price = new() { CurrencyCode = "USD", Units = SellingShop.Price }, AverageRating = 1 + number % 40 / 10.0, RatingsCount = number * 7919 % 100_000, Category = categories[number % categories.Length],
                },
            }, cancellationToken);
        }
        await call.RequestStream.CompleteAsync();
        var answer = await call.ResponseAsync;
        if (answer.Created + answer.Updated + answer.Unchanged != Books)
            throw new InvalidOperationException($"the catalogue refused {answer.Refused} of {Books} books: {answer.Refusals.FirstOrDefault()?.Reason}");
    }

    private static async Task StockAsync(Uri address, IReadOnlyList<int> books, string token, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var inventory = new Inventory.InventoryClient(channel);
        var headers = new Grpc.Core.Metadata { { "authorization", $"Bearer {token}" } };
        await Task.WhenAll(books.Select(book => inventory.AdjustStockAsync(
            new() { BookId = book, Delta = CopiesOfEach, Reason = "benchmark", RequestId = $"benchmark-{book}" }, headers, cancellationToken: cancellationToken).ResponseAsync));
    }
}
