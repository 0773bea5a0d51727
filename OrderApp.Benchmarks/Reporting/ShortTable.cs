namespace OrderApp.Benchmarks.Reporting;

/// <summary>The figures that an owner asks for first, with what they were measured against: to be taken over into the README as it stands.</summary>
internal static class ShortTable
{
    // A scenario that was not run has no row.
    private static readonly (string Scenario, string What)[] Rows =
    [
        ("create-h2load", "orders recorded, 128 in flight"),
        ("create-keyed-128", "the same, each with a `request_id` of its own"),
        ("create-1", "orders recorded one after another"),
        ("create-replicas-2", "orders recorded at two replicas"),
        ("create-replicas-3", "orders recorded at three replicas"),
        ("read-h2load", "orders read, 128 in flight"),
        ("list-10k", "first page of 100 among 10 thousand orders, one after another"),
        ("list-1m", "the same among 1 million"),
        ("list-10m", "the same among 10 million"),
        ("watch-1000", "events to 1,000 watchers; times are from a change to its being read"),
        ("checkout-32", "books bought, cart to paid order, 32 callers"),
        ("checkout-128", "the same with 128 callers"),
        ("checkout-512", "the same with 512 callers"),
        ("checkout-open", "the same, arriving at half the best rate"),
        ("checkout-stored", "the same with 128 callers in a shop with a million sales"),
        ("shop", "requests of 32 customers who look around, order and track"),
        ("home", "home pages, 32 in flight"),
        ("json-create", "orders recorded as JSON, 32 in flight"),
        ("door-create-128", "orders recorded through the front door, 128 in flight"),
    ];

    private static readonly Dictionary<string, string> YardstickNames = new()
    {
        [PgBenchScenarios.Rows] = "pgbench's best rate of one-row INSERTs",
        [PgBenchScenarios.KeyedRows] = "that with a `request_id` in each row",
        [PgBenchScenarios.OneClient] = "pgbench's one-row INSERTs",
        [PgBenchScenarios.Batch] = "pgbench with 128 rows an INSERT",
        ["floor-h2load"] = "a call that touches nothing",
        ["floor-128"] = "a call that touches nothing",
        ["floor-1"] = "a call that touches nothing",
        ["create-128"] = "one order service, no `request_id`, by the same client",
        ["create-h2load"] = "the order service, called directly",
        ["checkout-128"] = "128 callers in a new shop",
        ["list-10k"] = "the page among 10 thousand",
        ["web-floor"] = "a request that touches nothing",
    };

    public static IReadOnlySet<string> Scenarios { get; } = Rows.Select(row => row.Scenario).ToHashSet();

    public static IEnumerable<string> Lines(Report report)
    {
        var results = report.Results.Where(result => !result.IsVoid).ToDictionary(result => result.Name);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Made by `{report.Command}` on {report.Machine.Cores} cores ({report.Machine.Processor}) with {report.Machine.Database ?? "a database of the shop's own"}; services, database and load generator share the cores. Medians of {report.Repetitions} runs, in brackets the slowest and the fastest.");
        yield return "";
        yield return "| what | per second | p50 | p99 | times the rate of |";
        yield return "| --- | --: | --: | --: | --- |";
        foreach (var (scenario, what) in Rows)
        {
            if (results.TryGetValue(scenario, out var result))
                yield return $"| {string.Join(" | ", what, Rate(result), Time(result.Latency?.P50), Time(result.Latency?.P99), Ratios(result))} |";
        }
    }

    /// <summary>The yardsticks' names, for a reader who does not know the scenarios'.</summary>
    public static string NameOf(string yardstick) => YardstickNames.GetValueOrDefault(yardstick, yardstick);

    private static string Rate(ScenarioResult result) => ResultTable.Rate(result.PerSecond) + (result.Runs.Count > 1 ? $" ({ResultTable.Spread(result)})" : "");

    private static string Time(double? milliseconds) => milliseconds is null ? "" : $"{ResultTable.Milliseconds(milliseconds)} ms";

    private static string Ratios(ScenarioResult result) => string.Join("; ", result.Ratios.Select(ratio => $"{ResultTable.Ratio(ratio.Value)} {NameOf(ratio.Key)}"));
}
