using System.Globalization;
using OrderApp.Benchmarks.Load;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>
/// What customers do, all mixed: each looks around, asks what else they may like, orders and looks what became of it, and at once comes
/// again. Counted are requests. Afterwards the rows are counted as after any create.
/// </summary>
internal sealed record VisitScenario(string Name, string Title, int Customers) : Scenario(Name, Title)
{
    public static IEnumerable<Scenario> All =>
    [
        new VisitScenario("shop", "Mixed shop traffic of 32 customers at once: home, catalogue, book, recommendations, order, its page", 32) { Yardsticks = [WebScenario.Floor] },
    ];

    public override bool Fits(Stage stage) => stage.Shop.Database is not null || stage.Options.Web is not null;

    public override async Task<Measurement> MeasureAsync(Stage stage, CancellationToken cancellationToken)
    {
        var target = await stage.Shop.MarketplaceAsync(cancellationToken);
        if (stage.Shop.Database is { } own)
            await StoredOrders.Shop.EmptyAsync(own, cancellationToken);
        var visit = await ShopVisit.OpenAsync(target.Web!, cancellationToken);

        var meters = stage.Meters(target);
        var warmUp = stage.WarmUp(target, Name, WebScenario.WarmUpShare);
        using var generator = new HttpGenerator(target.Web!, Customers, warmUp with { Calls = warmUp.Calls / ShopVisit.Steps.Count }, stage.Options.Duration, meters);
        var (result, steps) = await generator.VisitAsync(visit.GoAsync, cancellationToken);

        var measurement = Measurement.Of(result, meters, stage.Called(target, Name, result)) with
        {
            Note = string.Join(", ", ShopVisit.Steps.Where(steps.ContainsKey).Select(step => Describe(step, steps[step]))),
        };
        return stage.Shop.Database is { } database
            ? await StoredOrders.Shop.CheckAsync(database, measurement, steps.GetValueOrDefault(ShopVisit.Order)?.Acknowledged ?? 0, cancellationToken)
            : measurement;
    }

    private static string Describe(string step, LoadResult result) => string.Create(
        CultureInfo.InvariantCulture, $"{step} {result.PerSecond:N0}/s (p50 {result.Latency.P50:0.0} ms, p99 {result.Latency.P99:0.0} ms)");
}
