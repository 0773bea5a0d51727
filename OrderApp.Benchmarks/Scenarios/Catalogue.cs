using OrderApp.Benchmarks.Yardsticks;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>Every scenario there is, yardsticks first.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. PgBenchScenario.All, .. OrderScenarios.All, .. ReplicaScenarios.All, .. ListScenario.All, .. WatchScenario.All,
        .. RouteScenarios.All, .. FrontDoorScenarios.All, .. WebScenario.All, .. VisitScenario.All,
    ];

    /// <summary>The scenarios with these names in them, and the yardsticks they are measured against.</summary>
    public static IReadOnlyList<Scenario> Chosen(Options.BenchOptions options)
    {
        var wanted = All.Where(scenario => options.Wants(scenario.Name) && (scenario.IsQuick || !options.Quick || options.Filters.Count > 0)).ToList();
        var yardsticks = wanted.SelectMany(scenario => scenario.Yardsticks).ToHashSet();
        return [.. All.Where(scenario => wanted.Contains(scenario) || yardsticks.Contains(scenario.Name))];
    }
}
