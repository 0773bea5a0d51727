using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Reporting;
using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Tests.Benchmarks;

public sealed class ShortTableTests
{
    private const int Head = 4;
    private static readonly MachineFacts Machine = new(2, 8, "a processor", "a system", "1.2.3", ".NET", null, null);

    [Fact]
    public void A_row_tells_the_median_its_spread_its_latency_and_its_ratios_to_yardsticks_by_name()
    {
        var lines = ShortTable.Lines(Report(
            Result("create-h2load", ["pgbench", "floor-h2load"], Run(30_000), Run(50_000), Run(40_000)),
            Result("pgbench", [], Run(20_000)),
            Result("floor-h2load", [], Run(80_000)))).ToList();

        Assert.StartsWith("Made by `./bench` on 2 cores (a processor)", lines[0], StringComparison.Ordinal);
        Assert.Contains("Medians of 3 runs", lines[0], StringComparison.Ordinal);
        Assert.Equal("| what | per second | p50 | p99 | times the rate of |", lines[2]);
        Assert.Equal(
            "| orders recorded, 128 in flight | 40,000 (30,000–50,000) | 1.00 ms | 3.00 ms | 2.00× pgbench's best rate of one-row INSERTs; 0.50× a call that touches nothing |",
            Assert.Single(lines.Skip(Head)));
    }

    [Fact]
    public void A_void_scenario_has_no_row_and_is_nobody_s_yardstick()
    {
        var lines = ShortTable.Lines(Report(
            Result("create-h2load", ["pgbench"], Run(30_000)),
            Result("create-1", [], new Measurement { PerSecond = 0, Void = "rows are missing" }),
            Result("pgbench", [], new Measurement { PerSecond = 0, Void = "no pgbench" }))).ToList();

        Assert.Equal("| orders recorded, 128 in flight | 30,000 | 1.00 ms | 3.00 ms |  |", Assert.Single(lines.Skip(Head)));
    }

    [Fact]
    public void Every_row_is_a_scenario_and_every_yardstick_in_it_has_a_name()
    {
        var results = ScenarioList.Of(new()).Select(scenario => (scenario.Name, scenario.Yardsticks, (Measurement[])[Run(1)])).ToArray();

        var lines = ShortTable.Lines(Report(results)).Skip(Head).ToList();

        Assert.Equal(ShortTable.Scenarios.Count, lines.Count);
        Assert.All(
            ScenarioList.Of(new()).Where(scenario => ShortTable.Scenarios.Contains(scenario.Name)).SelectMany(scenario => scenario.Yardsticks),
            yardstick => Assert.Contains(' ', ShortTable.NameOf(yardstick)));
    }

    private static (string Name, IReadOnlyList<string> Yardsticks, Measurement[] Runs) Result(string name, IReadOnlyList<string> yardsticks, params Measurement[] runs) =>
        (name, yardsticks, runs);

    private static Report Report(params (string Name, IReadOnlyList<string> Yardsticks, Measurement[] Runs)[] results) => new(
        DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1), "./bench", Machine,
        OrderApp.Benchmarks.Reporting.Report.Summarize(
            [.. results.Select(result => Scenario(result.Name, result.Yardsticks))], results.ToDictionary(result => result.Name, result => result.Runs.ToList())));

    private static Scenario Scenario(string name, IReadOnlyList<string> yardsticks) =>
        ScenarioList.Of(new()).Single(scenario => scenario.Name == name) with { Yardsticks = yardsticks };

    private static Measurement Run(double perSecond) => new() { PerSecond = perSecond, Latency = new LatencySummary(1, 2, 3, 4, 5) };
}
