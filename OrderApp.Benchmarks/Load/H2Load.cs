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

    /// <summary>A load of so many calls, first a tenth of a second or more to warm up and to learn the rate. Every call is answered before it ends.</summary>
    public async Task<LoadResult> RunAsync(GrpcLoad load, MeterSet meters, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("orderapp-h2load-");
        try
        {
            var body = Path.Combine(folder.FullName, "body");
            await File.WriteAllBytesAsync(body, load.Body(0), cancellationToken);

            const int pilotCalls = 20_000;
            var (pilot, _, _) = await RunAsync(load, body, pilotCalls, log: null, cancellationToken);
            var warmCalls = (long)(pilot.PerSecond * load.WarmUp.TotalSeconds);
            var (warm, _, _) = warmCalls > 0 ? await RunAsync(load, body, warmCalls, log: null, cancellationToken) : (pilot, default, default);

            var log = Path.Combine(folder.FullName, "log");
            var calls = Math.Max(1, (long)(warm.PerSecond * load.Duration.TotalSeconds));
            // Only what lies well within the run is metered: its length is a guess.
            var metering = meters.MeasureAsync(load.Duration * 0.1, load.Duration * 0.7, cancellationToken);
            var (run, latency, cores) = await RunAsync(load, body, calls, log, cancellationToken);
            await metering;

            return new()
            {
                PerSecond = run.PerSecond,
                Acknowledged = pilot.Succeeded + (warmCalls > 0 ? warm.Succeeded : 0) + run.Succeeded,
                Latency = latency!,
                GeneratorCores = cores,
                Errors = run.Failed > 0 ? new Dictionary<string, long> { ["HTTP failures"] = run.Failed } : [],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
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
            new Uri(load.Address, load.Path).ToString(),
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
