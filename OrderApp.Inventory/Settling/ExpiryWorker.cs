using Microsoft.Extensions.Options;
using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Common;

namespace OrderApp.Stocking.Settling;

/// <summary>Makes available again what has expired.</summary>
internal sealed class ExpiryWorker(
    Expiry expiry, IDatabaseReadiness schema, IOptions<InventoryOptions> options, TimeProvider time, ILogger<ExpiryWorker> logger) : DatabaseWorker
{
    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        using var timer = new PeriodicTimer(options.Value.ExpiryInterval, time);
        string? told = null;
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                while (await expiry.EndAsync(null, stopping))
                {
                }

                told = null;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The same reason is told once, not every second.
                if (told != error.Message)
                    Log.ExpiryFails(logger, error.Message);
                told = error.Message;
            }
        }
    }
}
