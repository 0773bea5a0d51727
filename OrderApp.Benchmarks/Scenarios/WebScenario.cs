using System.Net.Http.Headers;
using System.Text;
using OrderApp.Benchmarks.Load;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Pages and the JSON API over HTTP/1.1.</summary>
internal sealed record WebScenario(string Name, string Title, Func<Stage, CancellationToken, Task<HttpCall>> Calls) : Scenario(Name, Title)
{
    private const int InFlight = 32;

    /// <summary>Rows are counted after it.</summary>
    private bool Creates { get; init; }

    public static IEnumerable<Scenario> All =>
    [
        new WebScenario("json-create", "JSON API: POST /order, 32 in flight", (_, _) => Task.FromResult<HttpCall>(Create)) { Creates = true, Yardsticks = ["create-128"] },
        new WebScenario("json-read", "JSON API: GET /order/{uuid}, 32 in flight", ReadAsync) { Yardsticks = ["read-128"] },
        new WebScenario("home", "The home page, 32 in flight", (_, _) => Task.FromResult<HttpCall>(_ => new(HttpMethod.Get, "/"))),
    ];

    public override bool Fits(Stage stage) => stage.Shop.Database is not null || stage.Options.Web is not null;

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.MarketplaceAsync(cancellationToken);
        var stored = Creates && stage.Shop.Database is not null ? StoredOrders.Service : null;
        if (stored is not null)
            await stored.EmptyAsync(stage.Shop.Database!, cancellationToken);

        var meters = stage.Meters(target);
        var calls = await Calls(stage, cancellationToken);
        var result = await HttpGenerator.RunAsync(
            target.Web!, calls, InFlight, stage.WarmUp(target, Name), stage.Options.Duration, meters, cancellationToken);
        var measurement = Measurement.Of(result, meters);
        return stored is null ? measurement : await stored.CheckAsync(stage.Shop.Database!, measurement, result.Acknowledged, cancellationToken);
    }

    private static HttpRequestMessage Create(long number) => new(HttpMethod.Post, "/order")
    {
        Content = new StringContent($$"""{"name":"The Left Hand of Darkness, volume {{number % 1000}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
    };

    private static async Task<HttpCall> ReadAsync(Stage stage, CancellationToken cancellationToken)
    {
        var ids = await Reads.IdsAsync(stage, cancellationToken);
        return number => new(HttpMethod.Get, $"/order/{ids[(int)(number % ids.Count)]}");
    }
}
