using Microsoft.Extensions.Options;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Common;

namespace OrderApp.Stocking.Checking;

/// <summary>Tells the operator when the stock is not what the ledger says: somebody changed it behind the service's back, or the service has a bug.</summary>
internal sealed class StockCheckWorker(
    StockCheck check, InventoryMetrics metrics, IDatabaseReadiness schema, IOptions<InventoryOptions> options, TimeProvider time,
    ILogger<StockCheckWorker> logger) : DatabaseWorker
{
    private const int Shown = 10;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        using var timer = new PeriodicTimer(options.Value.CheckInterval, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                var mismatches = await check.FindMismatchesAsync(stopping);
                metrics.ShowMismatches(mismatches.Count);
                if (mismatches.Count > 0)
                    Log.Mismatches(logger, string.Join("; ", mismatches.Take(Shown)));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Log.CheckFails(logger, error.Message);
            }
        }
    }
}
