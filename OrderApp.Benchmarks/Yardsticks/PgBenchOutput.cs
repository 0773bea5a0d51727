using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>What pgbench prints at its end.</summary>
internal sealed partial record PgBenchOutput(long Transactions, double PerSecond, double AverageMilliseconds)
{
    public static PgBenchOutput? Parse(string output) =>
        Count().Match(output) is { Success: true } transactions && Rate().Match(output) is { Success: true } rate && Latency().Match(output) is { Success: true } latency
            ? new(long.Parse(transactions.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(latency.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex Count();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"latency average = ([\d.]+) ms")]
    private static partial Regex Latency();
}
