using System.Collections.Concurrent;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Common;

namespace OrderApp.Buying.Running;

/// <summary>The runs of this process. They belong to no call: who began one may hang up.</summary>
internal sealed class CheckoutRuns(CheckoutRun checkouts, ILogger<CheckoutRuns> logger)
{
    private readonly ConcurrentDictionary<Guid, Task> running = new();

    /// <summary>Begins to run a checkout that was taken on.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="run">By which name it was taken on.</param>
    /// <param name="isResumed">Whether it was left by another run.</param>
    public Task<RunResult> Start(Checkout checkout, Guid run, bool isResumed)
    {
        // Neither the caller's deadline and cancellation nor, with the worker, the silence of its traces go along.
        using var apart = ExecutionContext.SuppressFlow();
        var task = Task.Run(() => RunAsync(checkout, run, isResumed));
        running[checkout.Id] = task;
        _ = task.ContinueWith(
            done => running.TryRemove(new(checkout.Id, done)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <summary>Completes when none is under way.</summary>
    public Task IdleAsync() => Task.WhenAll(running.Values);

    private async Task<RunResult> RunAsync(Checkout checkout, Guid run, bool isResumed)
    {
        try
        {
            return await checkouts.RunAsync(checkout, run, isResumed);
        }
        catch (Exception error)
        {
            Log.RunFailed(logger, error, checkout.Id);
            return new(checkout, null);
        }
    }
}
