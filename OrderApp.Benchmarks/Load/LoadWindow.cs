using System.Diagnostics;

namespace OrderApp.Benchmarks.Load;

/// <summary>When a load begins, when it is measured, and when no more calls are started. Timestamps are <see cref="Stopwatch"/>'s.</summary>
internal sealed record LoadWindow(long Begin, long Measure, long End)
{
    public static LoadWindow StartingNow(TimeSpan warmUp, TimeSpan duration)
    {
        var now = Stopwatch.GetTimestamp();
        var measure = now + ToTimestamp(warmUp);
        return new(now, measure, measure + ToTimestamp(duration));
    }

    public TimeSpan Duration => Stopwatch.GetElapsedTime(Measure, End);

    public bool Holds(long timestamp) => timestamp >= Measure && timestamp < End;

    public static long ToTimestamp(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}
