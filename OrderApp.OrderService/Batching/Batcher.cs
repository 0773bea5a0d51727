using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders.Batching;

/// <summary>
/// Gathers concurrent operations of one kind and does them together: whatever is waiting when the batch before has ended is the next batch.
/// There is no timer, so a lone operation is not delayed. What waits is bounded; beyond that callers are refused at once.
/// </summary>
internal sealed class Batcher<TOperation>(
    string kind, Func<IReadOnlyList<TOperation>, CancellationToken, Task> execute, int loops, OrderOptions options, OrderMetrics metrics)
    where TOperation : Operation
{
    private const int MinRelease = 16;

    private readonly Channel<TOperation> queue = Channel.CreateBounded<TOperation>(
        new BoundedChannelOptions(options.QueueLength) { SingleReader = loops == 1 });

    private readonly KeyValuePair<string, object?> tag = new("kind", kind);

    /// <summary>Does the batches until the queue is completed and empty.</summary>
    public Task RunAsync()
    {
        metrics.ObserveQueue(kind, () => queue.Reader.Count);
        return Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(LoopAsync)));
    }

    /// <summary>Takes no more operations; those that wait are still done.</summary>
    public void Complete() => queue.Writer.TryComplete();

    /// <summary>Has an operation done with the next batch.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when too many wait; what the batch failed with.</exception>
    public Task<TResult> DoAsync<TResult>(Operation<TResult> operation, ServerCallContext context)
    {
        if (!queue.Writer.TryWrite((TOperation)(Operation)operation))
        {
            if (queue.Reader.Completion.IsCompleted)
                throw OrderErrors.ShuttingDown();
            metrics.Refused.Add(1, tag);
            throw OrderErrors.Busy();
        }

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

    private async Task LoopAsync()
    {
        var batch = new List<TOperation>(options.BatchSize);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < options.BatchSize && queue.Reader.TryRead(out var operation))
            {
                if (!operation.IsAbandoned)
                    batch.Add(operation);
            }

            if (batch.Count > 0)
                await RunAsync(batch);
        }
    }

    private async Task RunAsync(List<TOperation> batch)
    {
        metrics.BatchSize.Record(batch.Count, tag);
        metrics.QueueWait.Record(Stopwatch.GetElapsedTime(batch[0].Since).TotalSeconds, tag);
        var started = Stopwatch.GetTimestamp();
        using var lease = new BatchLease(batch.Count, options.StatementTimeout);
        foreach (var operation in batch)
            operation.Join(lease);
        using var span = BatchSpan.Start(metrics.Activities, kind, batch);
        await ExecuteAsync(batch, lease.Token);
        metrics.CommitTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
        Release(batch);
    }

    private static void Release(List<TOperation> batch)
    {
        foreach (var some in batch.Chunk(Math.Max(MinRelease, (batch.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount)))
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static some =>
                {
                    foreach (var operation in some)
                        operation.Release();
                },
                some,
                preferLocal: false);
        }
    }

    private async Task ExecuteAsync(IReadOnlyList<TOperation> batch, CancellationToken limit)
    {
        try
        {
            await execute(batch, limit);
        }
        catch (DbException error) when (!error.IsAway() && batch.Count > 1)
        {
            // The database refused a row: its neighbours go without it.
            var open = batch.Where(operation => !operation.IsDone).ToList();
            foreach (var half in open.Chunk(Math.Max(1, (batch.Count + 1) / 2)))
                await ExecuteAsync(half, limit);
        }
        catch (Exception error)
        {
            var told = error is OperationCanceledException or TimeoutException ? OrderErrors.TimedOut() : error;
            foreach (var operation in batch)
                operation.Fail(told);
        }
    }
}
