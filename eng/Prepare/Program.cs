using System.Runtime.InteropServices;
using OrderApp.Eng;
using OrderApp.Eng.Machine;
using OrderApp.Eng.Postgres;
using OrderApp.Eng.Restore;
using OrderApp.Eng.Testing;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    if (args is ["count", var folder, var exitCode])
        return TestCount.Report(folder, int.Parse(exitCode), Console.Out);

    var options = PrepareOptions.Parse(args);
    var repository = Repository.Find();
    var cache = new UserCache(UserCache.DefaultFolder());

    var road = await new RoadChooser(repository, cache).TakeAsync(options.Road, stop.Token);
    if (options.TestTools)
        await TestTools.BringAsync(stop.Token);
    if (options.Postgres)
        await new PostgresServer(repository, cache).EnsureAsync(road, stop.Token);
    return 0;
}
catch (PrepareException e)
{
    return Fail(e.Message);
}
catch (OperationCanceledException)
{
    return Fail("interrupted; run it again to go on.", 130);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    return Fail(e.Message);
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

static int Fail(string message, int exitCode = 1)
{
    Console.Error.WriteLine($"prepare: {message}");
    return exitCode;
}
