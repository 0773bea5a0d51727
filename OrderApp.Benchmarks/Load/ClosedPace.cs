namespace OrderApp.Benchmarks.Load;

/// <summary>Closed loop: a call starts as soon as there is room for it, until the end.</summary>
internal sealed class ClosedPace(LoadWindow window) : IPace
{
    public long? NextDue => null;

    public bool TryTake(long now, out long intended)
    {
        intended = now;
        return now < window.End;
    }
}
