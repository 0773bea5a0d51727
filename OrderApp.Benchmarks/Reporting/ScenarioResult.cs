using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>All runs of a scenario. What is told is the median of those that count.</summary>
internal sealed record ScenarioResult(string Name, string Title, IReadOnlyList<string> Yardsticks, IReadOnlyList<Measurement> Runs)
{
    private IEnumerable<Measurement> Counting => Runs.Where(run => run.Void is null);

    public bool IsVoid => !Counting.Any();

    /// <summary>Calls per second.</summary>
    public double PerSecond => Median(run => run.PerSecond) ?? 0;

    public double Slowest => Counting.Select(run => run.PerSecond).DefaultIfEmpty().Min();

    public double Fastest => Counting.Select(run => run.PerSecond).DefaultIfEmpty().Max();

    public LatencySummary? Latency => Counting.Any(run => run.Latency is not null)
        ? new(Milliseconds(one => one.P50), Milliseconds(one => one.P90), Milliseconds(one => one.P99), Milliseconds(one => one.P999), Milliseconds(one => one.Max))
        : null;

    public double? ServiceCores => Median(run => run.ServiceCores);

    public double? DatabaseCores => Median(run => run.DatabaseCores);

    public double? GeneratorCores => Median(run => run.GeneratorCores);

    public double? ServiceMiB => Runs.Max(run => run.ServiceMiB);

    /// <summary>Calls that had been answered at the least before a run was measured.</summary>
    public long? WarmUpCalls => Counting.Min(run => run.WarmUpCalls);

    /// <summary>This scenario's rate divided by each yardstick's.</summary>
    public required IReadOnlyDictionary<string, double> Ratios { get; init; }

    private double Milliseconds(Func<LatencySummary, double> percentile) => Median(run => run.Latency is { } latency ? percentile(latency) : null) ?? 0;

    private double? Median(Func<Measurement, double?> figure)
    {
        var figures = Counting.Select(figure).OfType<double>().Order().ToArray();
        return figures.Length is 0 ? null : (figures[(figures.Length - 1) / 2] + figures[figures.Length / 2]) / 2;
    }
}
