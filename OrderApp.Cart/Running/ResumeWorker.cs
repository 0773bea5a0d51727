using Microsoft.Extensions.Options;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Running;

/// <summary>Goes on with checkouts that nobody runs: whose process ended, or whose pause is over. Replicas take different ones.</summary>
internal sealed class ResumeWorker(
    CheckoutStore store, CheckoutRuns runs, IDatabaseReadiness schema, IOptions<CartOptions> options, TimeProvider time, ILogger<ResumeWorker> logger) : DatabaseWorker
{
    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        string? told = null;
        var active = new List<Task>();
        try
        {
            while (true)
            {
                try
                {
                    active.RemoveAll(task => task.IsCompleted);
                    var free = options.Value.ResumedAtOnce - active.Count;
                    if (free > 0 && await ResumeAsync(active, free, stopping) == free)
                        continue;
                    told = null;
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // The same reason is told once, not twice a second.
                    if (told != error.Message)
                        Log.ResumeFails(logger, error.Message);
                    told = error.Message;
                }

                await Task.Delay(options.Value.ResumeInterval, time, stopping);
            }
        }
        finally
        {
            // What this process is at is brought to its next stop, so that nobody waits until it may be taken over.
            await runs.IdleAsync();
        }
    }

    private async Task<int> ResumeAsync(List<Task> active, int limit, CancellationToken stopping)
    {
        var run = Guid.NewGuid();
        var claimed = await store.ClaimDueAsync(run, limit, stopping);
        active.AddRange(claimed.Select(checkout => runs.Start(checkout, run, isResumed: true)));
        return claimed.Count;
    }
}
