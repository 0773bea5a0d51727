namespace OrderApp.Benchmarks.Load;

/// <summary>
/// Load by the platform's own HTTP client, for what h2load cannot do: bodies that differ from call to call, a fixed rate of arrivals, several
/// steps that follow from each other, and gRPC's own status. It keeps half a core busy where h2load keeps a sixth of one: 33,000 creates a second where a client of ready-made frames was told of 42,000 (two cores).
/// </summary>
internal sealed class LoadGenerator(LoadPlan plan, Func<Caller, long, Task> visit) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<HttpClient> connections = [.. Enumerable.Range(0, plan.Connections).Select(number => Caller.Connect(plan.Addresses[number % plan.Addresses.Count]))];
    private long number = -1;

    /// <summary>Answers what became of all calls, and of each step's.</summary>
    public async Task<(Measurement Total, IReadOnlyDictionary<string, Measurement> Steps)> RunAsync(MeterSet meters, CancellationToken cancellationToken)
    {
        var warmWindow = LoadWindow.StartingNow(plan.WarmUp.AtMost, TimeSpan.Zero);
        var warm = await DriveAsync(new(warmWindow, calls: plan.WarmUp.Calls), warmWindow, cancellationToken);

        var window = LoadWindow.StartingNow(plan.WarmUp.RunUp, plan.Duration);
        var running = DriveAsync(new(window, plan.PerSecond), window, cancellationToken);
        await meters.MeasureAsync(plan.WarmUp.RunUp, plan.Duration, cancellationToken);
        var measured = await running;
        return (
            meters.AddTo(LoadTally.Sum(window, measured.Values).ToMeasurement(LoadTally.Sum(warmWindow, warm.Values))),
            measured.ToDictionary(step => step.Key, step => step.Value.ToMeasurement(warm.GetValueOrDefault(step.Key))));
    }

    /// <summary>Calls without steps.</summary>
    public static async Task<Measurement> CallAsync(LoadPlan plan, Func<long, HttpRequestMessage> request, MeterSet meters, CancellationToken cancellationToken)
    {
        using var generator = new LoadGenerator(plan, (caller, number) => caller.SendAsync(request(number)));
        return (await generator.RunAsync(meters, cancellationToken)).Total;
    }

    public void Dispose() => connections.ForEach(connection => connection.Dispose());

    private async Task<Dictionary<string, LoadTally>> DriveAsync(Pace pace, LoadWindow window, CancellationToken cancellationToken)
    {
        var callers = connections.SelectMany(connection => Enumerable.Range(0, plan.Streams).Select(_ => new Caller(connection, window))).ToList();
        var untilEnd = Stopwatch.GetElapsedTime(window.Begin, window.End);
        await Task.WhenAll(callers.Select(caller => Task.Run(() => KeepCallingAsync(caller, pace), cancellationToken))).WaitAsync(untilEnd + Patience, cancellationToken);

        return callers.SelectMany(caller => caller.Steps).GroupBy(step => step.Key)
            .ToDictionary(step => step.Key, step => LoadTally.Sum(window, step.Select(tally => tally.Value)));
    }

    private async Task KeepCallingAsync(Caller caller, Pace pace)
    {
        while (pace.Next(Stopwatch.GetTimestamp()) is { } intended)
        {
            // Whole milliseconds are what timers wait in.
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), intended);
            if (wait > TimeSpan.Zero)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)));
            caller.Intended = intended;
            await visit(caller, Interlocked.Increment(ref number));
        }
    }
}
