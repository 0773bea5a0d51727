using System.Data.Common;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders.Batching;

/// <summary>Does a batch so that every operation has its own end: one bad row never fails its neighbours.</summary>
internal static class BatchRun
{
    public static async Task ExecuteAsync<TOperation>(
        IReadOnlyList<TOperation> batch, Func<IReadOnlyList<TOperation>, CancellationToken, Task> execute, CancellationToken limit) where TOperation : Operation
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
                await ExecuteAsync(half, execute, limit);
        }
        catch (Exception error)
        {
            var told = error is OperationCanceledException or TimeoutException ? OrderErrors.TimedOut() : error;
            foreach (var operation in batch)
                operation.Fail(told);
        }
    }
}
