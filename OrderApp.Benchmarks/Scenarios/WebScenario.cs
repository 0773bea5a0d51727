using System.Net.Http.Headers;
using System.Text;
using OrderApp.Benchmarks.Load;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Pages and the JSON API over HTTP/1.1.</summary>
internal sealed record WebScenario(string Name, string Title, Func<Stage, CancellationToken, Task<HttpCall>> Calls) : Scenario(Name, Title)
{
    public const string Floor = "web-floor";

    /// <summary>The part of the usual warm-up calls that pages and JSON need.</summary>
    public const double WarmUpShare = 0.1;

    private const int InFlight = 32;

    /// <summary>Rows are counted after it.</summary>
    private bool Creates { get; init; }

    public static IEnumerable<Scenario> All =>
    [
        new WebScenario(Floor, "HTTP floor (GET /alive), 32 in flight", (_, _) => Task.FromResult<HttpCall>(_ => new(HttpMethod.Get, "/alive"))),
        new WebScenario("json-create", "JSON API: POST /order, 32 in flight", (_, _) => Task.FromResult<HttpCall>(Create)) { Creates = true, Yardsticks = [Floor, "create-128"] },
        new WebScenario("json-read", "JSON API: GET /order/{uuid}, 32 in flight", ReadAsync) { Yardsticks = [Floor, "read-128"] },
        new WebScenario("home", "The home page, 32 in flight", (_, _) => Task.FromResult<HttpCall>(_ => new(HttpMethod.Get, "/"))) { Yardsticks = [Floor] },
    ];

    public override bool Fits(Stage stage) => stage.Shop.Database is not null || stage.Options.Web is not null;

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.MarketplaceAsync(cancellationToken);
        var database = Creates ? stage.Shop.Database : null;
        if (database is not null)
            await StoredOrders.Shop.EmptyAsync(database, cancellationToken);

        var meters = stage.Meters(target);
        var calls = await Calls(stage, cancellationToken);
        using var generator = new HttpGenerator(target.Web!, InFlight, stage.WarmUp(target, Name, WarmUpShare), stage.Options.Duration, meters);
        var result = await generator.CallAsync(calls, cancellationToken);
        var measurement = Measurement.Of(result, meters, stage.Called(target, Name, result));
        return database is null ? measurement : await StoredOrders.Shop.CheckAsync(database, measurement, result.Acknowledged, cancellationToken);
    }

    private static HttpRequestMessage Create(long number) => new(HttpMethod.Post, "/order")
    {
        Content = new StringContent($$"""{"name":"The Left Hand of Darkness, volume {{number % 1000}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
    };

    private static async Task<HttpCall> ReadAsync(Stage stage, CancellationToken cancellationToken)
    {
        var ids = await Reads.IdsAsync(stage, StoredOrders.Shop, cancellationToken);
        return number => new(HttpMethod.Get, $"/order/{ids[(int)(number % ids.Count)]}");
    }
}
