namespace OrderApp.Benchmarks.Load;

/// <summary>What goes before a measurement: <c>Calls</c> as fast as they go, but no longer than <c>AtMost</c>; then for <c>RunUp</c> the measured load itself.</summary>
internal readonly record struct WarmUp(long Calls, TimeSpan AtMost, TimeSpan RunUp);

/// <summary>A load: connections that take turns among addresses, and on each so many callers (streams) with one request in flight.</summary>
internal sealed record LoadPlan(IReadOnlyList<Uri> Addresses, int Connections, int Streams, WarmUp WarmUp, TimeSpan Duration)
{
    /// <summary>Arrivals per second over all connections; null: a closed loop.</summary>
    public double? PerSecond { get; init; }
}

/// <summary>When a load begins, when it is measured, and when no more calls are started. Timestamps are <see cref="Stopwatch"/>'s.</summary>
internal sealed record LoadWindow(long Begin, long Measure, long End)
{
    public static LoadWindow StartingNow(TimeSpan before, TimeSpan duration)
    {
        var now = Stopwatch.GetTimestamp();
        var measure = now + ToTimestamp(before);
        return new(now, measure, measure + ToTimestamp(duration));
    }

    public TimeSpan Duration => Stopwatch.GetElapsedTime(Measure, End);

    public bool Holds(long timestamp) => timestamp >= Measure && timestamp < End;

    private static long ToTimestamp(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}

/// <summary>
/// Decides when the callers of a load start their calls: as soon as they can (closed loop), or at a fixed rate whatever became of the calls before
/// (open loop). There a call that has to wait for a free caller keeps its intended moment, so that waiting counts as latency (no coordinated omission).
/// </summary>
internal sealed class Pace(LoadWindow window, double? perSecond = null, long calls = long.MaxValue)
{
    private long taken = -1;

    /// <summary>Takes the next call: when it is to start, which may be past or still to come. Null when there is none any more.</summary>
    public long? Next(long now)
    {
        var number = Interlocked.Increment(ref taken);
        var intended = perSecond is { } rate ? window.Begin + (long)(number / rate * Stopwatch.Frequency) : now;
        return number < calls && intended < window.End ? intended : null;
    }
}
