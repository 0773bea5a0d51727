using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;

namespace OrderApp.Orders.Batching;

/// <summary>
/// Gathers concurrent operations of one kind and does them together: whatever is waiting when the batch before has ended is the next batch.
/// There is no timer and no thread of its own: a caller who finds nobody at work leads the batch itself, so a lone operation is not delayed.
/// What waits is bounded; beyond that callers are refused at once.
/// </summary>
internal sealed class Batcher<TOperation> where TOperation : Operation
{
    private readonly string kind;
    private readonly Func<IReadOnlyList<TOperation>, CancellationToken, Task> execute;
    private readonly int parallel;
    private readonly OrderOptions options;
    private readonly OrderMetrics metrics;
    private readonly KeyValuePair<string, object?> tag;
    private readonly ConcurrentQueue<TOperation> queue = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;
    private int leading;
    private volatile bool crowded;
    private volatile bool completing;

    public Batcher(
        string kind, Func<IReadOnlyList<TOperation>, CancellationToken, Task> execute, int parallel, OrderOptions options, OrderMetrics metrics)
    {
        (this.kind, this.execute, this.parallel, this.options, this.metrics) = (kind, execute, parallel, options, metrics);
        tag = new("kind", kind);
        metrics.ObserveQueue(kind, () => Volatile.Read(ref waiting));
    }

    /// <summary>Takes no more operations; ends when those that wait are done.</summary>
    public Task CompleteAsync()
    {
        completing = true;
        SayWhenDrained();
        return drained.Task;
    }

    /// <summary>Has an operation done with the next batch.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when too many wait; what the batch failed with.</exception>
    public Task<TResult> DoAsync<TResult>(Operation<TResult> operation, ServerCallContext context)
    {
        Admit();
        queue.Enqueue((TOperation)(Operation)operation);
        LeadWhereFree();
        return context.Deadline == DateTime.MaxValue ? operation.Result : WithinDeadlineAsync(operation, context.CancellationToken);
    }

    private static async Task<TResult> WithinDeadlineAsync<TResult>(Operation<TResult> operation, CancellationToken cancelled)
    {
        try
        {
            return await operation.Result.WaitAsync(cancelled);
        }
        catch (OperationCanceledException)
        {
            operation.Abandon();
            throw;
        }
    }

    private void Admit()
    {
        var full = Interlocked.Increment(ref waiting) > options.QueueLength;
        if (!full && !completing)
            return;

        Interlocked.Decrement(ref waiting);
        if (completing)
        {
            SayWhenDrained();
            throw OrderErrors.ShuttingDown();
        }

        metrics.Refused.Add(1, tag);
        throw OrderErrors.Busy();
    }

    private void LeadWhereFree()
    {
        if (!TryBecomeLeader())
            return;
        // In a crowd the leader lets those go first that are on their way in, so that they come along; a lone caller sets out at once.
        if (crowded)
            ThreadPool.UnsafeQueueUserWorkItem(static batcher => _ = batcher.LeadAsync(), this, preferLocal: false);
        else
            _ = LeadAsync();
    }

    private bool TryBecomeLeader()
    {
        // The first exchange is a fence too: a leader who leaves sees what was queued before it, or this sees that it has left.
        var expected = 0;
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref leading, expected + 1, expected);
            if (seen == expected)
                return true;
            if (seen >= parallel)
                return false;
            expected = seen;
        }
    }

    private async Task LeadAsync()
    {
        var batch = new List<TOperation>();
        while (true)
        {
            Take(batch);
            if (batch.Count > 0)
                await RunAsync(batch);
            if (queue.IsEmpty)
                break;
            Releasing.OnOtherThreads(batch);
            batch = [];
        }

        // The place is free before the callers hear of it: one of them may be back at once. Who came between the look and this leads itself.
        Interlocked.Decrement(ref leading);
        if (!queue.IsEmpty)
            LeadWhereFree();
        else
            SayWhenDrained();
        Releasing.OnThisThreadToo(batch);
    }

    private void Take(List<TOperation> batch)
    {
        var taken = 0;
        while (batch.Count < options.BatchSize && queue.TryDequeue(out var operation))
        {
            taken++;
            if (!operation.IsAbandoned)
                batch.Add(operation);
        }

        Interlocked.Add(ref waiting, -taken);
        crowded = batch.Count > 1;
    }

    private async Task RunAsync(List<TOperation> batch)
    {
        try
        {
            await RunMeasuredAsync(batch);
        }
        catch (Exception error)
        {
            // Nobody awaits a leader: whatever it ran into, its callers hear of it and the place is free for the next.
            foreach (var operation in batch)
                operation.Fail(error);
        }
    }

    private async Task RunMeasuredAsync(List<TOperation> batch)
    {
        metrics.BatchSize.Record(batch.Count, tag);
        metrics.QueueWait.Record(Stopwatch.GetElapsedTime(batch[0].Since).TotalSeconds, tag);
        var started = Stopwatch.GetTimestamp();
        using var lease = new BatchLease(batch.Count, options.StatementTimeout);
        foreach (var operation in batch)
            operation.Join(lease);
        using var span = BatchSpan.Start(metrics.Activities, kind, batch);
        await BatchRun.ExecuteAsync(batch, execute, lease.Token);
        metrics.CommitTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
    }

    private void SayWhenDrained()
    {
        if (completing && Volatile.Read(ref waiting) == 0 && Volatile.Read(ref leading) == 0)
            drained.TrySetResult();
    }
}
