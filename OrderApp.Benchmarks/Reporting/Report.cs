using OrderApp.Benchmarks.Machine;
using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>What a whole run found.</summary>
internal sealed record Report(DateTimeOffset Begun, TimeSpan Took, string Command, MachineFacts Machine, IReadOnlyList<ScenarioResult> Results)
{
    public int Repetitions => Results.Select(result => result.Runs.Count).DefaultIfEmpty().Max();

    public static IReadOnlyList<ScenarioResult> Summarize(IReadOnlyList<Scenario> scenarios, IReadOnlyDictionary<string, List<Measurement>> runs)
    {
        var results = scenarios
            .Where(scenario => runs.ContainsKey(scenario.Name))
            .Select(scenario => new ScenarioResult(scenario.Name, scenario.Title, scenario.Yardsticks, runs[scenario.Name]) { Ratios = new Dictionary<string, double>() })
            .ToList();
        var rates = results.Where(result => !result.IsVoid).ToDictionary(result => result.Name, result => result.PerSecond);
        return [.. results.Select(result => result with { Ratios = RatiosOf(result, rates) })];
    }

    private static Dictionary<string, double> RatiosOf(ScenarioResult result, Dictionary<string, double> rates) =>
        result.IsVoid
            ? []
            : result.Yardsticks.Where(rates.ContainsKey).ToDictionary(yardstick => yardstick, yardstick => result.PerSecond / rates[yardstick]);
}
