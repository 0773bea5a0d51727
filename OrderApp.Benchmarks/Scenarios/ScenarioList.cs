namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Every scenario there is, yardsticks first.</summary>
internal static class ScenarioList
{
    public static IReadOnlyList<Scenario> Of(BenchOptions options) =>
        [.. PgBenchScenarios.All, .. GrpcScenarios.All(options), .. CheckoutScenarios.All(options), .. WatchScenario.All, .. WebScenarios.All(options)];

    /// <summary>The scenarios with the names that were asked for in them, and the yardsticks they are measured against.</summary>
    public static IReadOnlyList<Scenario> Chosen(BenchOptions options)
    {
        var all = Of(options);
        var wanted = all.Where(scenario => options.Filters.Count > 0
            ? options.Filters.Any(filter => scenario.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))
            : scenario.IsQuick || !options.Quick).ToList();
        var yardsticks = wanted.SelectMany(scenario => scenario.Yardsticks).ToHashSet();
        return [.. all.Where(scenario => wanted.Contains(scenario) || yardsticks.Contains(scenario.Name))];
    }
}
