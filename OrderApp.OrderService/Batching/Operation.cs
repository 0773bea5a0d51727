using System.Diagnostics;

namespace OrderApp.Orders.Batching;

/// <summary>What one caller asks for and waits for, done together with others alike.</summary>
internal sealed class Operation<TInput, TResult>(TInput input)
{
    private readonly TaskCompletionSource<TResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private Batch<TInput, TResult>? batch;
    private bool abandoned;

    public TInput Input => input;

    /// <summary>When it came in (<see cref="Stopwatch"/> ticks).</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>The caller's span.</summary>
    public Activity? Caller { get; } = Activity.Current;

    public Task<TResult> Result => completion.Task;

    public bool IsDone => completion.Task.IsCompleted;

    public void Complete(TResult result) => completion.TrySetResult(result);

    public void Fail(Exception error) => completion.TrySetException(error);

    /// <summary>Takes it into a batch; false when its caller has gone.</summary>
    public bool TryJoin(Batch<TInput, TResult> joined)
    {
        lock (gate)
        {
            batch = joined;
            return !abandoned;
        }
    }

    /// <summary>The caller has gone: nobody needs the result any more.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            abandoned = true;
            batch?.Leave();
        }
    }
}
