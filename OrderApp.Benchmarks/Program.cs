using System.Runtime.InteropServices;
using OrderApp.LocalPostgres;
using OrderApp.Benchmarks;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = BenchOptions.Parse(args);
    if (options.List)
    {
        foreach (var scenario in ScenarioList.Of(options))
            Console.WriteLine($"{scenario.Name,-22} {scenario.Title}");
        return 0;
    }

    var report = await new BenchRun(options, string.Join(' ', ["./bench", .. args]), Console.Out).RunAsync(stop.Token);
    return report.Results.Any(result => result.IsVoid) ? 1 : 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("bench: interrupted; everything it started is stopped.");
    return 130;
}
catch (Exception e) when (BenchRun.IsExpected(e) || e is LocalPostgresException)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
