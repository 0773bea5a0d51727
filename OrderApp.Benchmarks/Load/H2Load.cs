using System.Diagnostics;
using System.Globalization;
using OrderApp.Benchmarks.Machine;

namespace OrderApp.Benchmarks.Load;

/// <summary>
/// Drives h2load (Debian's nghttp2-client): a closed loop with the same request each time. It counts HTTP statuses, not gRPC's, so what
/// it calls a success has to be checked elsewhere.
/// </summary>
internal sealed class H2Load(Tool tool)
{
    public const string Package = "nghttp2-client";

    /// <summary>The warm-up, which tells the rate too, then the measured run. Every call is answered before it ends.</summary>
    public async Task<LoadResult> RunAsync(GrpcLoad load, MeterSet meters, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("orderapp-h2load-");
        try
        {
            var body = Path.Combine(folder.FullName, "body");
            await File.WriteAllBytesAsync(body, load.NextBody(), cancellationToken);

            var warm = await WarmAsync(load, body, cancellationToken);

            var log = Path.Combine(folder.FullName, "log");
            var calls = Math.Max(1, (long)(warm.PerSecond * load.Duration.TotalSeconds));
            // Only what lies well within the run is metered: its length is a guess.
            var metering = meters.MeasureAsync(load.Duration * 0.1, load.Duration * 0.7, cancellationToken);
            var (run, latency, cores) = await RunAsync(load, body, calls, log, cancellationToken);
            await metering;

            return new()
            {
                PerSecond = run.PerSecond,
                Acknowledged = warm.Succeeded + run.Succeeded,
                WarmUpCalls = warm.Succeeded,
                Latency = latency!,
                GeneratorCores = cores,
                Errors = warm.Failed + run.Failed is > 0 and var failed ? new Dictionary<string, long> { ["HTTP failures"] = failed } : [],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // It takes a number of calls, not a time: about a second's worth each, by the rate of the one before, and the run-up for the last.
    private async Task<H2LoadOutput> WarmAsync(GrpcLoad load, string body, CancellationToken cancellationToken)
    {
        const int least = 2000;
        var warmUp = load.WarmUp;
        var waited = Stopwatch.StartNew();
        var (sum, _, _) = await RunAsync(load, body, least, log: null, cancellationToken);
        while (sum.Succeeded < warmUp.Calls && waited.Elapsed < warmUp.AtMost)
            await MoreAsync(Math.Min((long)sum.PerSecond, warmUp.Calls - sum.Succeeded));
        await MoreAsync((long)(sum.PerSecond * warmUp.RunUp.TotalSeconds));
        return sum;

        async Task MoreAsync(long calls)
        {
            var (more, _, _) = await RunAsync(load, body, Math.Max(least, calls), log: null, cancellationToken);
            sum = more with { Succeeded = sum.Succeeded + more.Succeeded, Failed = sum.Failed + more.Failed };
        }
    }

    private async Task<(H2LoadOutput Output, LatencySummary? Latency, double Cores)> RunAsync(
        GrpcLoad load, string body, long calls, string? log, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-n", calls.ToString(CultureInfo.InvariantCulture),
            "-c", load.Connections.ToString(CultureInfo.InvariantCulture),
            "-m", load.Streams.ToString(CultureInfo.InvariantCulture),
            "-d", body, "-H", "te: trailers", "-H", "content-type: application/grpc",
            .. log is null ? Array.Empty<string>() : [$"--log-file={log}"],
            new Uri(load.AddressOf(0), load.Path).ToString(),
        ];
        var result = await tool.RunAsync(arguments, cancellationToken);
        var output = H2LoadOutput.Parse(result.Output)
            ?? throw new InvalidOperationException($"h2load ended with {result.ExitCode}: {result.Output.Trim().ReplaceLineEndings(" ")}");
        if (log is null)
            return (output, null, 0);
        using var lines = File.OpenText(log);
        return (output, H2LoadLog.Read(lines).Summarize(), result.ProcessorTime.TotalSeconds / output.Seconds);
    }
}
