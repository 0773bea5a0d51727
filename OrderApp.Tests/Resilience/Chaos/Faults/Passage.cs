namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>What happens to bytes on their way through a gate.</summary>
internal sealed class Passage
{
    private volatile TaskCompletionSource opened = Opened();
    private volatile bool swallows;
    private TimeSpan delay;

    /// <summary>Bytes go through at once.</summary>
    public void Open()
    {
        swallows = false;
        delay = TimeSpan.Zero;
        opened.TrySetResult();
    }

    /// <summary>Bytes go through late.</summary>
    public void Slow(TimeSpan by) => delay = by;

    /// <summary>Bytes wait until it is opened.</summary>
    public void Hold() => opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes are lost until it is opened.</summary>
    public void Swallow() => swallows = true;

    /// <summary>Completes when bytes may go through; false when they are lost.</summary>
    public async ValueTask<bool> PassAsync()
    {
        if (swallows)
            return false;
        await opened.Task;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay);
        return true;
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
