using System.Diagnostics;

namespace OrderApp.Benchmarks.Load;

/// <summary>
/// Open loop: calls arrive at a fixed rate whatever became of the ones before. A call that has to wait for its start keeps its intended
/// moment, so that waiting counts as latency (no coordinated omission).
/// </summary>
internal sealed class OpenPace(LoadWindow window, double perSecond, double firstAfterCalls = 0) : IPace
{
    private readonly double interval = Stopwatch.Frequency / perSecond;
    private long taken;

    private long Next => window.Begin + (long)((taken + firstAfterCalls) * interval);

    public long? NextDue => Next < window.End ? Next : null;

    public bool TryTake(long now, out long intended)
    {
        intended = Next;
        if (intended > now || intended >= window.End)
            return false;
        taken++;
        return true;
    }
}
