using System.Globalization;

namespace OrderApp.Benchmarks.Load;

/// <summary>h2load's log: a line per request, "start in µs, HTTP status, µs until its end", parted by tabs.</summary>
internal static class H2LoadLog
{
    public static LatencyHistogram Read(TextReader log)
    {
        var latencies = new LatencyHistogram();
        while (log.ReadLine() is { } line)
        {
            var end = line.AsSpan(line.LastIndexOf('\t') + 1);
            if (long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds))
                latencies.Record(TimeSpan.FromMicroseconds(microseconds));
        }
        return latencies;
    }
}
