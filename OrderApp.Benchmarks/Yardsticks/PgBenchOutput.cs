using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>What pgbench prints at its end.</summary>
internal sealed partial record PgBenchOutput(long Transactions, double PerSecond, double AverageMilliseconds)
{
    /// <summary>Null when it is not the output of a finished run. A run too short for a single transaction tells no rate.</summary>
    public static PgBenchOutput? Parse(string output)
    {
        if (Count().Match(output) is not { Success: true } count)
            return null;
        var transactions = long.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture);
        if (transactions == 0)
            return new(0, 0, 0);
        return Rate().Match(output) is { Success: true } rate && Latency().Match(output) is { Success: true } latency
            ? new(transactions, double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(latency.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"transactions actually processed: (\d+)")]
    private static partial Regex Count();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"latency average = ([\d.]+) ms")]
    private static partial Regex Latency();
}
