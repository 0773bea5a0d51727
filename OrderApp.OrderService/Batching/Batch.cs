using System.Data.Common;
using System.Diagnostics;
using OrderApp.Orders.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Batching;

/// <summary>
/// Operations that go to the database together. Their statement runs as long as anyone waits for one of them, and no longer than a limit.
/// </summary>
internal sealed class Batch<TInput, TResult> : IDisposable
{
    private const int MaxLinks = 64;
    private const int MinReleased = 16;
    private readonly CancellationTokenSource cancellation;
    private readonly List<Operation<TInput, TResult>> operations;
    private int waiting;

    /// <summary>Takes operations in, except those whose callers have gone.</summary>
    public Batch(IReadOnlyCollection<Operation<TInput, TResult>> candidates, TimeSpan limit)
    {
        cancellation = new(limit);
        waiting = candidates.Count;
        operations = new(candidates.Count);
        foreach (var operation in candidates)
        {
            if (operation.TryJoin(this))
                operations.Add(operation);
            else
                Leave();
        }
    }

    public int Count => operations.Count;

    /// <summary>When its oldest operation came in (<see cref="Stopwatch"/> ticks).</summary>
    public long Since => operations[0].Since;

    /// <summary>The caller of one of the operations has gone.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref waiting) > 0)
            return;
        try
        {
            // Npgsql sends its request to cancel from here and waits for it: the caller who leaves last is not to.
            _ = cancellation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The statement ended first.
        }
    }

    /// <summary>Starts a span: a child of the first recorded caller's, linked to the others'.</summary>
    public Activity? StartSpan(ActivitySource source, string kind)
    {
        var parent = operations.Find(operation => operation.Caller is { Recorded: true })?.Caller;
        // With nobody recorded, the statement's span must not become a trace of its own: it follows the first caller's decision.
        Activity.Current = parent ?? operations[0].Caller;
        if (parent is null)
            return null;

        var links = operations.Where(operation => operation.Caller is { Recorded: true } caller && caller != parent)
            .Take(MaxLinks)
            .Select(operation => new ActivityLink(operation.Caller!.Context));
        return source.StartActivity(
            $"orders {kind} batch", ActivityKind.Internal, parent.Context, [new("orders.batch.size", Count)], links);
    }

    /// <summary>Does all operations so that each has its own end: one bad row never fails its neighbours.</summary>
    public Task ExecuteAsync(Func<IReadOnlyList<Operation<TInput, TResult>>, CancellationToken, Task> execute) => ExecuteAsync(operations, execute);

    /// <summary>Ends with an error what has not ended yet.</summary>
    public void Fail(Exception error)
    {
        foreach (var operation in operations)
            operation.Fail(error);
    }

    /// <summary>Lets the callers go on, some to a thread.</summary>
    public void Release()
    {
        var size = Math.Max(MinReleased, (Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
        foreach (var some in operations.Chunk(size))
            ThreadPool.UnsafeQueueUserWorkItem(static some => Array.ForEach(some, operation => operation.Release()), some, preferLocal: false);
    }

    public void Dispose() => cancellation.Dispose();

    private async Task ExecuteAsync(
        IReadOnlyList<Operation<TInput, TResult>> part, Func<IReadOnlyList<Operation<TInput, TResult>>, CancellationToken, Task> execute)
    {
        try
        {
            await execute(part, cancellation.Token);
        }
        catch (DbException error) when (!error.IsAway() && part.Count > 1)
        {
            // The database refused a row: its neighbours go without it.
            var open = part.Where(operation => !operation.IsDone).ToList();
            foreach (var half in open.Chunk((part.Count + 1) / 2))
                await ExecuteAsync(half, execute);
        }
        catch (Exception error)
        {
            var reason = error is OperationCanceledException or TimeoutException ? OrderErrors.TimedOut() : error;
            foreach (var operation in part)
                operation.Fail(reason);
        }
    }
}
