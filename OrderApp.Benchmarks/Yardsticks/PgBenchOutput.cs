using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>What pgbench prints at its end.</summary>
internal sealed partial record PgBenchOutput(double PerSecond, double AverageMilliseconds)
{
    public static PgBenchOutput? Parse(string output) =>
        Rate().Match(output) is { Success: true } rate && Latency().Match(output) is { Success: true } latency
            ? new(double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(latency.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"latency average = ([\d.]+) ms")]
    private static partial Regex Latency();
}
