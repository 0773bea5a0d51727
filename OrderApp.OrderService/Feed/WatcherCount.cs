namespace OrderApp.Orders.Feed;

/// <summary>Counts those who watch, up to a limit.</summary>
internal sealed class WatcherCount
{
    private readonly Lock gate = new();
    private TaskCompletionSource someone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;

    public WatcherCount(OrderMetrics metrics) => metrics.ObserveWatchers(() => Volatile.Read(ref count));

    /// <summary>Completes when there is at least one.</summary>
    public Task Someone
    {
        get
        {
            lock (gate)
                return someone.Task;
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

    private sealed class Place(WatcherCount counter) : IDisposable
    {
        public void Dispose() => counter.Leave();
    }
}
