using OrderApp.Benchmarks.Machine;

namespace OrderApp.Benchmarks.Load;

/// <summary>Our own load generator for gRPC: a thread and a connection each, ready-made frames, closed or open loop.</summary>
internal static class GrpcGenerator
{
    /// <param name="load">What to call.</param>
    /// <param name="meters">Measured over the same window as the load.</param>
    /// <param name="cancellationToken">Gives up waiting; the calls under way go on to their end.</param>
    public static async Task<LoadResult> RunAsync(GrpcLoad load, MeterSet meters, CancellationToken cancellationToken)
    {
        var window = LoadWindow.StartingNow(load.WarmUp, load.Duration);
        var number = -1L;
        var drivers = new List<GrpcDriver>();
        try
        {
            for (var i = 0; i < load.Connections; i++)
                drivers.Add(new(load, PaceOf(load, window, i), new(window), () => load.Body(Interlocked.Increment(ref number))));

            var running = drivers.Select(driver => Task.Factory.StartNew(driver.Run, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            await meters.MeasureAsync(load.WarmUp, load.Duration, cancellationToken);
            await Task.WhenAll(running).WaitAsync(cancellationToken);

            var total = new LoadTally(window);
            foreach (var driver in drivers)
                total.Add(driver.Tally);
            return LoadResult.Of(total, window, meters.GeneratorCores);
        }
        finally
        {
            drivers.ForEach(driver => driver.Dispose());
        }
    }

    private static IPace PaceOf(GrpcLoad load, LoadWindow window, int connection) =>
        load.PerSecond is { } rate
            ? new OpenPace(window, rate / load.Connections, (double)connection / load.Connections)
            : new ClosedPace(window);
}
