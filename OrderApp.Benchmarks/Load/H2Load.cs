using System.Text.RegularExpressions;

namespace OrderApp.Benchmarks.Load;

/// <summary>
/// Drives h2load (Debian's nghttp2-client): a closed loop with the same request each time. It counts HTTP statuses, not gRPC's, so what
/// it calls a success has to be checked elsewhere.
/// </summary>
internal sealed class H2Load(Tool tool)
{
    /// <summary>The warm-up, which tells the rate too, then the measured run. Every call is answered before it ends.</summary>
    public async Task<Measurement> RunAsync(LoadPlan plan, string method, byte[] body, MeterSet meters, CancellationToken cancellationToken, (string Name, string Value)? header = null)
    {
        var folder = Directory.CreateTempSubdirectory("orderapp-h2load-");
        try
        {
            var (bodyFile, log) = (Path.Combine(folder.FullName, "body"), Path.Combine(folder.FullName, "log"));
            await File.WriteAllBytesAsync(bodyFile, body, cancellationToken);
            string[] request =
            [
                "-c", Text(plan.Connections), "-m", Text(plan.Streams), "-d", bodyFile, "-H", "te: trailers", "-H", "content-type: application/grpc",
                .. header is { } more ? ["-H", $"{more.Name}: {more.Value}"] : Array.Empty<string>(),
                new Uri(plan.Addresses[0], method).ToString(),
            ];

            var warm = await WarmAsync(plan.WarmUp, request, cancellationToken);
            var calls = Math.Max(1, (long)(warm.PerSecond * plan.Duration.TotalSeconds));
            // Only what lies well within the run is metered: its length is a guess.
            var metering = meters.MeasureAsync(plan.Duration * 0.1, plan.Duration * 0.7, cancellationToken);
            var (run, cores) = await RunAsync([$"--log-file={log}", .. request], calls, cancellationToken);
            await metering;

            using var lines = File.OpenText(log);
            return meters.AddTo(new()
            {
                PerSecond = run.PerSecond,
                Latency = ReadLog(lines).Summarize(),
                Acknowledged = warm.Succeeded + run.Succeeded,
                WarmUpCalls = warm.Succeeded,
                Errors = warm.Failed + run.Failed is > 0 and var failed ? new Dictionary<string, long> { ["HTTP failures"] = failed } : [],
                Void = run.Succeeded > 0 ? null : "no call ended well",
            }) with { GeneratorCores = cores };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>h2load's log: a line per request, "start in µs, HTTP status, µs until its end", parted by tabs.</summary>
    public static Latencies ReadLog(TextReader log)
    {
        var latencies = new Latencies();
        while (log.ReadLine() is { } line)
        {
            if (long.TryParse(line.AsSpan(line.LastIndexOf('\t') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds))
                latencies.Record(TimeSpan.FromMicroseconds(microseconds));
        }
        return latencies;
    }

    // It takes a number of calls, not a time: about a second's worth each, by the rate of the one before, and the run-up for the last.
    private async Task<H2LoadOutput> WarmAsync(WarmUp warmUp, string[] request, CancellationToken cancellationToken)
    {
        const int least = 2000;
        var waited = Stopwatch.StartNew();
        var (sum, _) = await RunAsync(request, least, cancellationToken);
        while (sum.Succeeded < warmUp.Calls && waited.Elapsed < warmUp.AtMost)
            await MoreAsync(Math.Min((long)sum.PerSecond, warmUp.Calls - sum.Succeeded));
        await MoreAsync((long)(sum.PerSecond * warmUp.RunUp.TotalSeconds));
        return sum;

        async Task MoreAsync(long calls)
        {
            var (more, _) = await RunAsync(request, Math.Max(least, calls), cancellationToken);
            sum = more with { Succeeded = sum.Succeeded + more.Succeeded, Failed = sum.Failed + more.Failed };
        }
    }

    private async Task<(H2LoadOutput Output, double Cores)> RunAsync(string[] arguments, long calls, CancellationToken cancellationToken)
    {
        var (exitCode, text, spent) = await tool.RunAsync(["-n", Text(calls), .. arguments], cancellationToken);
        var output = H2LoadOutput.Parse(text) ?? throw new InvalidOperationException($"h2load ended with {exitCode}: {text.Trim().ReplaceLineEndings(" ")}");
        return (output, spent.TotalSeconds / output.Seconds);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What h2load prints at its end.</summary>
internal sealed partial record H2LoadOutput(double PerSecond, double Seconds, long Succeeded, long Failed)
{
    /// <summary>Null when it is not the output of a finished run.</summary>
    public static H2LoadOutput? Parse(string output)
    {
        var (finished, requests) = (Finished().Match(output), Requests().Match(output));
        if (!finished.Success || !requests.Success)
            return null;
        var seconds = Number(finished.Groups["time"]) / finished.Groups["unit"].Value switch { "us" => 1e6, "ms" => 1e3, _ => 1 };
        return new(Number(finished.Groups["rate"]), seconds, (long)Number(requests.Groups["succeeded"]), (long)(Number(requests.Groups["failed"]) + Number(requests.Groups["errored"])));
    }

    private static double Number(Group text) => double.Parse(text.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in (?<time>[\d.]+)(?<unit>us|ms|s), (?<rate>[\d.]+) req/s")]
    private static partial Regex Finished();

    [GeneratedRegex(@"requests: .* (?<succeeded>\d+) succeeded, (?<failed>\d+) failed, (?<errored>\d+) errored")]
    private static partial Regex Requests();
}
