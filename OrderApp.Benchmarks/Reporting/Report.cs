using System.Text;
using System.Text.Json;

namespace OrderApp.Benchmarks.Reporting;

/// <summary>What a whole run found: REPORT.md and report.json.</summary>
internal sealed record Report(DateTimeOffset Begun, TimeSpan Took, string Command, MachineFacts Machine, IReadOnlyList<ScenarioResult> Results)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public int Repetitions => Results.Select(result => result.Runs.Count).DefaultIfEmpty().Max();

    public static IReadOnlyList<ScenarioResult> Summarize(IEnumerable<Scenario> scenarios, IReadOnlyDictionary<string, List<Measurement>> runs)
    {
        var results = scenarios.ToDictionary(scenario => scenario, scenario => new ScenarioResult(scenario.Name, scenario.Title, runs[scenario.Name]));
        var rates = results.Values.Where(result => !result.IsVoid).ToDictionary(result => result.Name, result => result.PerSecond);
        return [.. results.Select(result => result.Value with
        {
            Ratios = result.Key.Yardsticks.Where(yardstick => !result.Value.IsVoid && rates.ContainsKey(yardstick))
                .ToDictionary(yardstick => yardstick, yardstick => result.Value.PerSecond / rates[yardstick]),
        })];
    }

    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "REPORT.md"), ToMarkdown(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(this, Json), cancellationToken);
    }

    private string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"""
            # What it holds

            Measured on {Begun.UtcDateTime:yyyy-MM-dd HH:mm} UTC in {Took.TotalMinutes:0.0} minutes with `{Command}`.

            The machine: {Machine}.

            Services, database and load generator share the machine's cores; services that a scenario does not need stand still meanwhile.
            Rates and latencies are medians of the repetitions, the spread is the slowest and the fastest of them. Latency is counted from the
            moment a call was to start. The columns service, database and generator tell how many cores each kept busy; MiB is the services'
            resident memory. "Warm-up calls" had been answered before the first measured window began, since the service was started. "Against"
            divides the rate by another scenario's of the same run. A generator takes cores from what it loads, h2load the fewest: compare
            scenarios whose title names h2load with each other, and the others with each other.

            ## In short

            """);
        text.AppendJoin('\n', ShortTable.Lines(this)).AppendLine().AppendLine();
        text.AppendLine("## Everything").AppendLine();
        AppendRow(text, ResultTable.Header);
        AppendRow(text, ResultTable.Header.Select((_, column) => ResultTable.IsText(column) ? "---" : "--:"));
        foreach (var result in Results)
            AppendRow(text, ResultTable.Row(result));
        text.AppendLine().AppendLine("## The scenarios").AppendLine();
        foreach (var result in Results)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- `{result.Name}`: {result.Title}");
            foreach (var (number, run) in result.Runs.Index())
                text.AppendJoin("", run.Remarks.Select(remark => $"  - run {number + 1}: {remark}\n"));
        }
        AppendCosts(text);
        return text.ToString();
    }

    // Of the last run of each: the costs of a call change less from run to run than its rate.
    private void AppendCosts(StringBuilder text)
    {
        var looked = Results.Where(result => result.Runs.Any(run => run.Costs.Count > 0)).ToList();
        if (looked.Count == 0)
            return;
        text.AppendLine().AppendLine("## Where the time goes").AppendLine();
        text.AppendLine("Processor time of each service and of its database's sessions, for each call that was answered; the load generator's is in the table above.");
        foreach (var result in looked)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"`{result.Name}`:").AppendLine();
            text.AppendJoin('\n', CostTable.Lines(result.Runs.Last(run => run.Costs.Count > 0))).AppendLine();
        }
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}

/// <summary>All runs of a scenario. What is told is the median of those that count.</summary>
internal sealed record ScenarioResult(string Name, string Title, IReadOnlyList<Measurement> Runs)
{
    private IEnumerable<Measurement> Counting => Runs.Where(run => run.Void is null);

    public bool IsVoid => !Counting.Any();

    /// <summary>This scenario's rate divided by each yardstick's.</summary>
    public IReadOnlyDictionary<string, double> Ratios { get; init; } = new Dictionary<string, double>();

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

    private double Milliseconds(Func<LatencySummary, double> percentile) => Median(run => run.Latency is { } latency ? percentile(latency) : null) ?? 0;

    private double? Median(Func<Measurement, double?> figure)
    {
        var figures = Counting.Select(figure).OfType<double>().Order().ToArray();
        return figures.Length is 0 ? null : (figures[(figures.Length - 1) / 2] + figures[figures.Length / 2]) / 2;
    }
}
