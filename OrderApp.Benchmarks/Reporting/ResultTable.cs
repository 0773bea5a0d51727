namespace OrderApp.Benchmarks.Reporting;

/// <summary>The results as rows of text, for the console and for Markdown.</summary>
internal static class ResultTable
{
    public static IReadOnlyList<string> Header { get; } =
        ["scenario", "per s", "spread", "p50 ms", "p90", "p99", "p99.9", "max", "service", "database", "generator", "MiB", "warm-up calls", "against"];

    /// <summary>Whether a column holds text; numbers stand to the right.</summary>
    public static bool IsText(int column) => column is 0 || column == Header.Count - 1;

    public static IReadOnlyList<string> Row(ScenarioResult result) => result.IsVoid
        ? [result.Name, "void", .. Enumerable.Repeat("", Header.Count - 2)]
        :
        [
            result.Name, Rate(result.PerSecond), Spread(result),
            Milliseconds(result.Latency?.P50), Milliseconds(result.Latency?.P90), Milliseconds(result.Latency?.P99), Milliseconds(result.Latency?.P999), Milliseconds(result.Latency?.Max),
            Text(result.ServiceCores, "0.00"), Text(result.DatabaseCores, "0.00"), Text(result.GeneratorCores, "0.00"), Text(result.ServiceMiB, "#,0"), Text(result.WarmUpCalls, "#,0"),
            string.Join(", ", result.Ratios.Select(ratio => $"{Ratio(ratio.Value)} {ratio.Key}")),
        ];

    /// <summary>Columns of equal width.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<ScenarioResult> results)
    {
        IReadOnlyList<string>[] rows = [Header, .. results.Select(Row)];
        var widths = Enumerable.Range(0, Header.Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => IsText(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }

    public static string Rate(double perSecond) => Text(perSecond, perSecond < 100 ? "#,0.0" : "#,0");

    public static string Spread(ScenarioResult result) => result.Runs.Count > 1 ? $"{Rate(result.Slowest)}–{Rate(result.Fastest)}" : "";

    public static string Milliseconds(double? value) => Text(value, value < 1 ? "0.000" : value < 100 ? "0.00" : "#,0");

    public static string Ratio(double ratio) => Text(ratio, ratio < 10 ? "0.00" : "0.0") + "×";

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
