namespace OrderApp.Benchmarks.Reporting;

/// <summary>The results as rows of text, for the console and for Markdown.</summary>
internal static class ResultTable
{
    public static IReadOnlyList<string> Header { get; } =
        ["scenario", "per s", "spread", "p50 ms", "p90", "p99", "p99.9", "max", "service", "database", "generator", "MiB", "warm-up calls", "against"];

    public static IReadOnlyList<string> Row(ScenarioResult result) => result.IsVoid
        ? [result.Name, "void", .. Enumerable.Repeat("", Header.Count - 2)]
        :
        [
            result.Name,
            Figures.Rate(result.PerSecond),
            result.Runs.Count > 1 ? $"{Figures.Rate(result.Slowest)}–{Figures.Rate(result.Fastest)}" : "",
            Figures.Milliseconds(result.Latency?.P50),
            Figures.Milliseconds(result.Latency?.P90),
            Figures.Milliseconds(result.Latency?.P99),
            Figures.Milliseconds(result.Latency?.P999),
            Figures.Milliseconds(result.Latency?.Max),
            Figures.Cores(result.ServiceCores),
            Figures.Cores(result.DatabaseCores),
            Figures.Cores(result.GeneratorCores),
            Figures.Whole(result.ServiceMiB),
            Figures.Whole(result.WarmUpCalls),
            string.Join(", ", result.Ratios.Select(ratio => $"{Figures.Ratio(ratio.Value)} {ratio.Key}")),
        ];

    /// <summary>Columns of equal width; numbers to the right.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<ScenarioResult> results)
    {
        IReadOnlyList<string>[] rows = [Header, .. results.Select(Row)];
        var widths = Enumerable.Range(0, Header.Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column is 0 || column == Header.Count - 1 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
