using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderApp.Benchmarks.Load;

/// <summary>What h2load prints at its end.</summary>
internal sealed partial record H2LoadOutput(double PerSecond, double Seconds, long Succeeded, long Failed)
{
    /// <summary>Null when it is not the output of a finished run.</summary>
    public static H2LoadOutput? Parse(string output)
    {
        var finished = Finished().Match(output);
        var requests = Requests().Match(output);
        if (!finished.Success || !requests.Success)
            return null;
        var seconds = Number(finished.Groups["time"].Value) / finished.Groups["unit"].Value switch { "us" => 1e6, "ms" => 1e3, _ => 1 };
        return new(
            Number(finished.Groups["rate"].Value), seconds,
            (long)Number(requests.Groups["succeeded"].Value), (long)(Number(requests.Groups["failed"].Value) + Number(requests.Groups["errored"].Value)));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in (?<time>[\d.]+)(?<unit>us|ms|s), (?<rate>[\d.]+) req/s")]
    private static partial Regex Finished();

    [GeneratedRegex(@"requests: .* (?<succeeded>\d+) succeeded, (?<failed>\d+) failed, (?<errored>\d+) errored")]
    private static partial Regex Requests();
}
