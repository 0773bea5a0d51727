namespace OrderApp.Orders.Storage;

/// <summary>Tells the feed that events were committed; a hint only, the truth is in the database.</summary>
internal sealed class FeedSignal : IDisposable
{
    private readonly SemaphoreSlim feed = new(0, 1);
    private readonly SemaphoreSlim replicas = new(0, 1);

    /// <summary>This process has committed events: its own feed and the other replicas are to hear of it.</summary>
    public void Raise()
    {
        RaiseFeed();
        Release(replicas);
    }

    /// <summary>Somebody has committed events: the feed of this process is to hear of it.</summary>
    public void RaiseFeed() => Release(feed);

    /// <summary>Waits until the feed is to look or <paramref name="atMost"/> has passed.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => feed.WaitAsync(atMost, cancellationToken);

    /// <summary>Waits until this process has committed events.</summary>
    public Task CommittedAsync(CancellationToken cancellationToken) => replicas.WaitAsync(cancellationToken);

    public void Dispose()
    {
        feed.Dispose();
        replicas.Dispose();
    }

    private static void Release(SemaphoreSlim signal)
    {
        try
        {
            if (signal.CurrentCount == 0)
                signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already.
        }
    }
}
