using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using OrderApp.Orders.Common;

namespace OrderApp.Orders.Batching;

/// <summary>
/// Gathers concurrent operations of one kind and does them together: whatever waits when the batch before has ended is the next batch.
/// There is no timer, so a lone operation is not delayed. What waits is bounded; beyond that callers are refused at once.
/// </summary>
internal abstract class Batcher<TInput, TResult> : IHostedService
{
    private readonly string kind;
    private readonly int concurrency;
    private readonly OrderOptions options;
    private readonly KeyValuePair<string, object?> tag;
    private readonly Channel<Operation<TInput, TResult>> queue;
    private int waiting;
    private Task work = Task.CompletedTask;
    private volatile bool stopping;

    // Metrics and spans call the operations by their kind; so many batches may be under way at once as concurrency says.
    protected Batcher(string kind, int concurrency, OrderOptions options, OrderMetrics metrics)
    {
        (this.kind, this.concurrency, this.options, Metrics) = (kind, concurrency, options, metrics);
        tag = new("kind", kind);
        // A bounded channel would count by itself, but locks whoever writes and reads: 4 % of the creates.
        queue = Channel.CreateUnbounded<Operation<TInput, TResult>>(new() { SingleReader = concurrency == 1 });
        metrics.ObserveQueue(kind, () => Volatile.Read(ref waiting));
    }

    protected OrderMetrics Metrics { get; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        work = Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Runs after the server has let its calls finish: whatever was taken on is done.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        queue.Writer.TryComplete();
        return work.WaitAsync(cancellationToken);
    }

    /// <summary>Has an operation done with the next batch.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when too many wait; what the batch failed with.</exception>
    public Task<TResult> DoAsync(TInput input, ServerCallContext context)
    {
        var operation = new Operation<TInput, TResult>(input);
        if (Interlocked.Increment(ref waiting) > options.QueueLength || !queue.Writer.TryWrite(operation))
        {
            Interlocked.Decrement(ref waiting);
            throw Refusal();
        }

        return context.Deadline == DateTime.MaxValue ? operation.Result : WithinDeadlineAsync(operation, context.CancellationToken);
    }

    /// <summary>Does operations as one transaction and completes, or fails, each.</summary>
    protected abstract Task ExecuteAsync(IReadOnlyList<Operation<TInput, TResult>> batch, CancellationToken cancellationToken);

    private static async Task<TResult> WithinDeadlineAsync(Operation<TInput, TResult> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation.Result.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            operation.Abandon();
            throw;
        }
    }

    private RpcException Refusal()
    {
        if (stopping)
            return OrderErrors.ShuttingDown();
        Metrics.Refused.Add(1, tag);
        return OrderErrors.Busy();
    }

    private async Task WorkAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var taken = new List<Operation<TInput, TResult>>();
            while (taken.Count < options.BatchSize && queue.Reader.TryRead(out var operation))
                taken.Add(operation);
            Interlocked.Add(ref waiting, -taken.Count);

            using var batch = new Batch<TInput, TResult>(taken, options.StatementTimeout);
            if (batch.Count > 0)
                await RunAsync(batch);
            batch.Release();
        }
    }

    private async Task RunAsync(Batch<TInput, TResult> batch)
    {
        try
        {
            Metrics.BatchSize.Record(batch.Count, tag);
            Metrics.QueueWait.Record(Stopwatch.GetElapsedTime(batch.Since).TotalSeconds, tag);
            var started = Stopwatch.GetTimestamp();
            using var span = batch.StartSpan(Metrics.Activities, kind);
            await batch.ExecuteAsync(ExecuteAsync);
            Metrics.CommitTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
        }
        catch (Exception error)
        {
            // Whatever went wrong besides the statement: the callers hear of it, and the next batch goes on.
            batch.Fail(error);
        }
    }
}
