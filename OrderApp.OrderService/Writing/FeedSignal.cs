namespace OrderApp.Orders.Writing;

/// <summary>Tells the feed of this process that events were committed; a hint only, the truth is in the database.</summary>
internal sealed class FeedSignal : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    public void Raise()
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

    /// <summary>Waits until it is raised or <paramref name="atMost"/> has passed.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancelled) => signal.WaitAsync(atMost, cancelled);

    public void Dispose() => signal.Dispose();
}
