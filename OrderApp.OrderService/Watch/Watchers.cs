using OrderApp.Orders.Common;

namespace OrderApp.Orders.Watch;

/// <summary>Counts those who watch, up to a limit.</summary>
internal sealed class Watchers
{
    private readonly Lock gate = new();
    private TaskCompletionSource someone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;

    public Watchers(OrderMetrics metrics) => metrics.ObserveWatchers(() => Volatile.Read(ref count));

    /// <summary>Completes when there is at least one.</summary>
    public Task Someone
    {
        get
        {
            lock (gate)
                return someone.Task;
        }
    }

    /// <summary>
    /// How long to gather events before the next are handed out: each waking of a watcher costs the same whether it has one event to send or
    /// many, so a crowd is woken less often. Nothing for a few, at most 100 ms.
    /// </summary>
    public TimeSpan Gathering
    {
        get
        {
            var pause = TimeSpan.FromMicroseconds(Math.Min(100_000, Volatile.Read(ref count) * 25.0));
            return pause < TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero : pause;
        }
    }

    /// <summary>A place that is given back when disposed of, or null when there is none left.</summary>
    public IDisposable? TryEnter(int limit)
    {
        lock (gate)
        {
            if (count >= limit)
                return null;
            count++;
            someone.TrySetResult();
            return new Place(this);
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            count--;
            if (count == 0)
                someone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class Place(Watchers counter) : IDisposable
    {
        public void Dispose() => counter.Leave();
    }
}
