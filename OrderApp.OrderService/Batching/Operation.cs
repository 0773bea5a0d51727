using System.Diagnostics;

namespace OrderApp.Orders.Batching;

/// <summary>What one caller asks for and waits for, done together with others alike.</summary>
internal sealed class Operation<TInput, TResult>(TInput input)
{
    private static readonly object CallerGone = new();

    // Not asynchronous: a batch releases its callers some to a thread. A thread's turn for each costs 6 % of the creates.
    private readonly TaskCompletionSource<TResult> completion = new();
    private TResult? result;
    private Exception? error;
    private object? joined;

    public TInput Input => input;

    /// <summary>When it came in (<see cref="Stopwatch"/> ticks).</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>The caller's span.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>What the caller waits for.</summary>
    public Task<TResult> Result => completion.Task;

    /// <summary>Whether its end is known.</summary>
    public bool IsDone { get; private set; }

    public void Complete(TResult value)
    {
        if (!IsDone)
            (result, IsDone) = (value, true);
    }

    public void Fail(Exception reason)
    {
        if (!IsDone)
            (error, IsDone) = (reason, true);
    }

    /// <summary>Lets the caller go on, on this thread.</summary>
    public void Release()
    {
        if (error is null)
            completion.SetResult(result!);
        else
            completion.SetException(error);
    }

    /// <summary>Becomes part of a batch; false when its caller has gone.</summary>
    public bool TryJoin(Batch<TInput, TResult> batch) => Interlocked.CompareExchange(ref joined, batch, null) is null;

    /// <summary>The caller has gone: nobody needs the result any more.</summary>
    public void Abandon() => (Interlocked.Exchange(ref joined, CallerGone) as Batch<TInput, TResult>)?.Leave();
}
