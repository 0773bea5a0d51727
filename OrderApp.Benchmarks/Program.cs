using System.Runtime.InteropServices;
using OrderApp.LocalPostgres;
using OrderApp.Benchmarks;
using OrderApp.Benchmarks.Micro;
using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Scenarios;
using OrderApp.Benchmarks.Yardsticks;

if (args is [NaiveServer.Argument])
{
    await NaiveServer.RunAsync();
    return 0;
}

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(BenchArguments.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = BenchArguments.Parse(args);
    if (options.List)
    {
        foreach (var scenario in Catalogue.All)
            Console.WriteLine($"{scenario.Name,-22} {scenario.Title}");
        return 0;
    }

    if (options.Micro)
    {
        MicroBenchmarks.Run(options);
        return 0;
    }

    var run = new BenchRun(options, string.Join(' ', ["./bench", .. args]), Console.Out);
    var report = await run.RunAsync(stop.Token);
    await run.PublishAsync(report, stop.Token);
    return report.Results.Any(result => result.IsVoid) ? 1 : 0;
}
catch (OptionsException e)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 2;
}
catch (Exception e) when (e is LocalPostgresException or IOException or InvalidOperationException or Npgsql.NpgsqlException or Grpc.Core.RpcException)
{
    Console.Error.WriteLine($"bench: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("bench: interrupted; everything it started is stopped.");
    return 130;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
