using System.Net.Http.Json;
using System.Text.Json;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Pages and the JSON API over HTTP/1.1, and customers who use both.</summary>
internal static class WebScenarios
{
    private const string Floor = "web-floor";
    private const int InFlight = 32;
    private const int OrdersToRead = 100_000;

    public static IEnumerable<Scenario> All(BenchOptions options)
    {
        var many = options.Connections * options.Streams;
        return
        [
            Calls(Floor, "HTTP floor (GET /alive)", (_, _) => Task.FromResult<Func<long, HttpRequestMessage>>(_ => Get("/alive"))),
            Calls("json-create", "JSON API: POST /order", (_, _) => Task.FromResult<Func<long, HttpRequestMessage>>(number =>
                new(HttpMethod.Post, "/order") { Content = JsonContent.Create(new { name = $"The Left Hand of Darkness, volume {number % 1000}" }) }), isCreate: true)
                with { Yardsticks = [Floor, $"create-{many}"] },
            Calls("json-read", "JSON API: GET /order/{uuid}", ReadsAsync) with { Yardsticks = [Floor, $"read-{many}"] },
            Calls("home", "The home page", (_, _) => Task.FromResult<Func<long, HttpRequestMessage>>(_ => Get("/"))) with { Yardsticks = [Floor] },
            new("shop", "Mixed shop traffic of 32 customers at once: home, catalogue, book, recommendations, order, its page", Needs.Web, VisitAsync) { Yardsticks = [Floor] },
        ];
    }

    public static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static Scenario Calls(string name, string title, Func<Stage, CancellationToken, Task<Func<long, HttpRequestMessage>>> requests, bool isCreate = false) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{title}, {InFlight} in flight"), Needs.Web, async (stage, cancellationToken) =>
        {
            var request = await requests(stage, cancellationToken);
            return await MeasureAsync(stage, name, (caller, number) => caller.SendAsync(request(number)), isCreate ? "" : null, cancellationToken);
        });

    private static async Task<Measurement> VisitAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.MarketplaceAsync(cancellationToken);
        var visit = await ShopVisit.OpenAsync(target.Web!, cancellationToken);
        return await MeasureAsync(stage, "shop", visit.GoAsync, ShopVisit.Order, cancellationToken);
    }

    // The step that makes orders is the one whose calls must be as many as there are rows afterwards.
    private static async Task<Measurement> MeasureAsync(Stage stage, string name, Func<Caller, long, Task> visit, string? creatingStep, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.MarketplaceAsync(cancellationToken);
        var stored = creatingStep is null ? null : stage.Stored(BookShop.ShopOrders);
        if (stored is not null)
            await stored.EmptyAsync(cancellationToken);
        var meters = stage.Meters(target);
        // Pages are slow enough to be warm after a tenth of the usual calls.
        var plan = stage.Plan(target, name, 1, InFlight, share: 0.1) with { Addresses = [target.Web!] };
        using var generator = new LoadGenerator(plan, visit);
        var (total, steps) = await generator.RunAsync(meters, cancellationToken);
        var measurement = stage.Measured(target, name, total) with { Note = steps.Count == 1 ? null : string.Join(", ", steps.Select(Describe)) };
        return stored is null ? measurement : await stored.CheckAsync(measurement, steps.GetValueOrDefault(creatingStep!)?.Acknowledged ?? 0, cancellationToken);
    }

    private static string Describe(KeyValuePair<string, Measurement> step) => string.Create(
        CultureInfo.InvariantCulture, $"{step.Key} {step.Value.PerSecond:N0}/s (p50 {step.Value.Latency?.P50:0.0} ms, p99 {step.Value.Latency?.P99:0.0} ms)");

    // Of a hundred thousand orders in our own shop, of the newest in somebody else's.
    private static async Task<Func<long, HttpRequestMessage>> ReadsAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.MarketplaceAsync(cancellationToken);
        if (stage.Stored(BookShop.ShopOrders) is { } stored)
        {
            await stored.FillAsync(OrdersToRead, cancellationToken);
            var ids = await stored.IdsAsync(cancellationToken);
            return number => Get($"/order/{ids[number % ids.Length]}");
        }
        using var http = new HttpClient { BaseAddress = target.Web };
        var page = await http.GetFromJsonAsync<JsonElement>("/order?pageSize=1000", cancellationToken);
        return page.TryGetProperty("orders", out var orders) && orders.GetArrayLength() is > 0 and var count
            ? number => Get($"/order/{orders[(int)(number % count)].GetProperty("uuid").GetString()}")
            : throw new InvalidOperationException("the shop has no orders to read");
    }
}

/// <summary>A customer's way through the shop: to one of its books, to an order of it and to that order's page; and at once he comes again.</summary>
internal sealed class ShopVisit(IReadOnlyList<(int Id, string Title, string? Category)> books)
{
    public const string Order = "order";
    private const int Customers = 1000;
    private readonly string run = Guid.NewGuid().ToString("N");

    /// <exception cref="InvalidOperationException">The shop has no books.</exception>
    public static async Task<ShopVisit> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        var page = await http.GetFromJsonAsync<JsonElement>("/books?pageSize=100", cancellationToken);
        return page.TryGetProperty("books", out var books) && books.GetArrayLength() > 0
            ? new([.. books.EnumerateArray().Select(book => (
                book.GetProperty("id").GetInt32(), book.GetProperty("title").GetString()!, book.TryGetProperty("category", out var category) ? category.GetString() : null))])
            : throw new InvalidOperationException("the shop has no books to order");
    }

    public async Task GoAsync(Caller caller, long number)
    {
        var (id, title, category) = books[(int)(number % books.Count)];
        var customer = 1 + number % Customers;
        await caller.SendAsync(WebScenarios.Get("/"), "home");
        await caller.SendAsync(WebScenarios.Get(category is null ? "/catalogue" : $"/catalogue?category={category}"), "catalogue");
        await caller.SendAsync(WebScenarios.Get($"/catalogue/{id}"), "book");
        await caller.SendAsync(WebScenarios.Get($"/recommendations?userId={customer}&category={category ?? "MYSTERY"}"), "recommend");
        var order = new HttpRequestMessage(HttpMethod.Post, "/order") { Content = JsonContent.Create(new { name = title, bookId = id, userId = customer }) };
        order.Headers.Add("Idempotency-Key", $"{run}-{number}");
        if (await caller.SendAsync(order, Order) is not { } made)
            return;
        using var answer = JsonDocument.Parse(made);
        await caller.SendAsync(WebScenarios.Get($"/orders/{answer.RootElement.GetProperty("order").GetProperty("uuid").GetString()}"), "track");
    }
}
