using System.Diagnostics;

namespace OrderApp.Orders.Batching;

/// <summary>Something a caller waits for that is done together with others' alike.</summary>
internal abstract class Operation
{
    private int abandoned;
    private int left;
    private BatchLease? lease;

    /// <summary>When it came in (<see cref="Stopwatch"/> ticks).</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>The caller's span.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>Whether the caller has gone.</summary>
    public bool IsAbandoned => Volatile.Read(ref abandoned) == 1;

    /// <summary>Whether its end is known.</summary>
    public bool IsDone { get; protected set; }

    /// <summary>Ends it with an error.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Lets the caller go on, on this thread.</summary>
    public abstract void Release();

    /// <summary>It is in a batch now.</summary>
    public void Join(BatchLease batch)
    {
        // Exchanges are fences: of Join and Abandon, whichever comes second sees what the other wrote.
        Interlocked.Exchange(ref lease, batch);
        if (IsAbandoned)
            Leave();
    }

    /// <summary>The caller has gone: nobody needs the result any more.</summary>
    public void Abandon()
    {
        Interlocked.Exchange(ref abandoned, 1);
        Leave();
    }

    // Whichever of Join and Abandon comes second leaves the batch, and only one of them does.
    private void Leave()
    {
        if (Volatile.Read(ref lease) is { } batch && Interlocked.Exchange(ref left, 1) == 0)
            batch.Leave();
    }
}

/// <summary>An <see cref="Operation"/> with a result.</summary>
internal abstract class Operation<TResult> : Operation
{
    // Not asynchronous: a batch releases its callers a handful to a thread, which costs far less than a thread's turn for each.
    private readonly TaskCompletionSource<TResult> completion = new();
    private TResult? result;
    private Exception? error;

    /// <summary>The result, once released.</summary>
    public Task<TResult> Result => completion.Task;

    public void Complete(TResult value)
    {
        if (IsDone)
            return;
        result = value;
        IsDone = true;
    }

    public override void Fail(Exception error)
    {
        if (IsDone)
            return;
        this.error = error;
        IsDone = true;
    }

    public override void Release()
    {
        if (error is null)
            completion.SetResult(result!);
        else
            completion.SetException(error);
    }
}
