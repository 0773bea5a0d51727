namespace OrderApp.Benchmarks.Load;

/// <summary>Closed loop until a number of calls has been made, or the window is over.</summary>
internal sealed class CountedPace(LoadWindow window, CallBudget budget) : IPace
{
    public long? NextDue => null;

    public bool TryTake(long now, out long intended)
    {
        intended = now;
        return now < window.End && budget.TryTake();
    }
}
