namespace OrderApp.Benchmarks.Load;

/// <summary>A number of calls that several threads share.</summary>
internal sealed class CallBudget(long calls)
{
    private long left = calls;

    public bool TryTake() => Interlocked.Decrement(ref left) >= 0;
}
