namespace OrderApp.Orders.Batching;

/// <summary>Lets a batch's statement run as long as anyone still waits for it, and no longer than the limit.</summary>
internal sealed class BatchLease(int callers, TimeSpan limit) : IDisposable
{
    private readonly CancellationTokenSource source = new(limit);
    private int remaining = callers;

    public CancellationToken Token => source.Token;

    /// <summary>One caller has gone.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref remaining) > 0)
            return;
        try
        {
            // Npgsql sends its request to cancel from here and waits for it: the caller who leaves last is not to.
            _ = source.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The statement ended first.
        }
    }

    public void Dispose() => source.Dispose();
}
