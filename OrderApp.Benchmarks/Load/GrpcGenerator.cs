using OrderApp.Benchmarks.Machine;

namespace OrderApp.Benchmarks.Load;

/// <summary>Our own load generator for gRPC: one thread, ready-made frames, closed or open loop.</summary>
internal static class GrpcGenerator
{
    /// <param name="load">What to call.</param>
    /// <param name="meters">Measured over the same window as the load.</param>
    /// <param name="cancellationToken">Gives up waiting; the calls under way go on to their end.</param>
    public static async Task<LoadResult> RunAsync(GrpcLoad load, MeterSet meters, CancellationToken cancellationToken)
    {
        var warmUp = load.WarmUp.Calls > 0 ? await WarmAsync(load, cancellationToken) : null;

        var window = LoadWindow.StartingNow(load.WarmUp.RunUp, load.Duration);
        var running = DriveAsync(load, window, connection => PaceOf(load, window, connection), cancellationToken);
        await meters.MeasureAsync(load.WarmUp.RunUp, load.Duration, cancellationToken);
        return LoadResult.Of(await running, warmUp, window, meters.GeneratorCores);
    }

    private static Task<LoadTally> WarmAsync(GrpcLoad load, CancellationToken cancellationToken)
    {
        var window = LoadWindow.StartingNow(load.WarmUp.AtMost, TimeSpan.Zero);
        var budget = new CallBudget(load.WarmUp.Calls);
        return DriveAsync(load, window, _ => new CountedPace(window, budget), cancellationToken);
    }

    private static async Task<LoadTally> DriveAsync(GrpcLoad load, LoadWindow window, Func<int, IPace> paceOf, CancellationToken cancellationToken)
    {
        var drivers = new List<GrpcDriver>();
        try
        {
            for (var i = 0; i < load.Connections; i++)
                drivers.Add(new(load, load.AddressOf(i), paceOf(i), new(window)));
            await Task.Factory.StartNew(() => DriverLoop.Run(drivers), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(cancellationToken);

            var total = new LoadTally(window);
            foreach (var driver in drivers)
                total.Add(driver.Tally);
            return total;
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
