namespace OrderApp.Payments.Settling;

/// <summary>Tells <see cref="Reconciliation"/> of this process that there is something to find out; others find it a little later.</summary>
internal sealed class ReconciliationSignal : IDisposable
{
    private readonly SemaphoreSlim set = new(0, 1);

    public void Set()
    {
        try
        {
            set.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is set.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => set.WaitAsync(atMost, cancellationToken);

    public void Dispose() => set.Dispose();
}
