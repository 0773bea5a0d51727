using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Common;

namespace OrderApp.Stocking.Changing;

/// <summary>
/// Makes all changes of the stock. Whatever waits when the transaction before has ended goes into the next: buyers of one book, who would else wait for
/// each other's commits, share one. There is no timer, so a lone change is not delayed; what waits is bounded.
/// </summary>
internal sealed class StockWriter(NpgsqlDataSource database, InventoryMetrics metrics, IOptions<InventoryOptions> options) : IHostedService
{
    private readonly Channel<StockChange> queue = Channel.CreateBounded<StockChange>(new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true });
    private Task work = Task.CompletedTask;
    private volatile bool stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Runs after the server has let its calls finish: whatever was taken on is done.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        queue.Writer.TryComplete();
        return work.WaitAsync(cancellationToken);
    }

    /// <summary>Makes a change with the next transaction, and answers when it is committed.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when too many wait; UNAVAILABLE when the service stops or the database is slow.</exception>
    public async Task<TAnswer> MakeAsync<TAnswer>(StockChange<TAnswer> change, CancellationToken cancellationToken)
    {
        if (!queue.Writer.TryWrite(change))
            throw Refusal();
        try
        {
            return await change.Answer.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            change.IsAbandoned = true;
            throw;
        }
    }

    private RpcException Refusal()
    {
        if (stopping)
            return InventoryErrors.ShuttingDown();
        metrics.Refused.Add(1);
        return InventoryErrors.Busy();
    }

    private async Task WorkAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var changes = new List<StockChange>();
            while (changes.Count < options.Value.BatchSize && queue.Reader.TryRead(out var change))
            {
                if (!change.IsAbandoned)
                    changes.Add(change);
            }

            if (changes.Count > 0)
                await MakeAsync(changes);
        }
    }

    private async Task MakeAsync(List<StockChange> changes)
    {
        // The statements belong to the first caller's trace; what nobody called for leaves none.
        Activity.Current = changes.FirstOrDefault(change => change.Caller is not null)?.Caller;
        using var untraced = Activity.Current is null ? SuppressInstrumentationScope.Begin() : null;
        try
        {
            using var limit = new CancellationTokenSource(options.Value.StatementTimeout);
            await StockTransaction.ExecuteAsync(database, changes, limit.Token);
            metrics.BatchSize.Record(changes.Count);
            foreach (var change in changes)
                change.Complete();
        }
        catch (DbException error) when (!error.IsAway() && changes.Count > 1)
        {
            // The database refused one of them, and with it all: each goes again by itself.
            foreach (var change in changes)
                await MakeAsync([change]);
        }
        catch (Exception error)
        {
            var reason = error is OperationCanceledException or TimeoutException ? InventoryErrors.TimedOut() : error;
            foreach (var change in changes)
                change.Fail(reason);
        }
    }
}
