using System.Diagnostics;
using OrderApp.Benchmarks.Machine;

namespace OrderApp.Benchmarks.Load;

/// <summary>Load for pages and JSON in a closed loop. It costs more than the gRPC generator.</summary>
internal sealed class HttpGenerator(Uri address, int inFlight, WarmUp warmUp, TimeSpan duration, MeterSet meters) : IDisposable
{
    private readonly HttpClient http = HttpSender.Connect(address);
    private long number = -1;

    public async Task<LoadResult> CallAsync(HttpCall call, CancellationToken cancellationToken)
    {
        const string step = "call";
        var (result, _) = await VisitAsync((http, number, tally) => HttpSender.SendAsync(http, call(number), tally.Of(step)), cancellationToken);
        return result;
    }

    /// <summary>Answers what became of all calls, and of each step's.</summary>
    public async Task<(LoadResult Result, IReadOnlyDictionary<string, LoadResult> Steps)> VisitAsync(HttpVisit visit, CancellationToken cancellationToken)
    {
        var before = LoadWindow.StartingNow(warmUp.AtMost, TimeSpan.Zero);
        var warm = await DriveAsync(visit, new CountedPace(before, new(warmUp.Calls)), before, cancellationToken);

        var window = LoadWindow.StartingNow(warmUp.RunUp, duration);
        var running = DriveAsync(visit, new ClosedPace(window), window, cancellationToken);
        await meters.MeasureAsync(warmUp.RunUp, duration, cancellationToken);
        var measured = await running;
        return (
            LoadResult.Of(measured.Total(), warm.Total(), window, meters.GeneratorCores),
            measured.Steps.ToDictionary(step => step, step => LoadResult.Of(measured.Of(step), warm.Of(step), window, meters.GeneratorCores)));
    }

    public void Dispose() => http.Dispose();

    private async Task<StepTally> DriveAsync(HttpVisit visit, IPace pace, LoadWindow window, CancellationToken cancellationToken)
    {
        var visitors = Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => KeepVisitingAsync(visit, pace, new(window)), cancellationToken));
        var total = new StepTally(window);
        foreach (var tally in await Task.WhenAll(visitors).WaitAsync(cancellationToken))
            total.Add(tally);
        return total;
    }

    private async Task<StepTally> KeepVisitingAsync(HttpVisit visit, IPace pace, StepTally tally)
    {
        while (pace.TryTake(Stopwatch.GetTimestamp(), out _))
            await visit(http, Interlocked.Increment(ref number), tally);
        return tally;
    }
}
