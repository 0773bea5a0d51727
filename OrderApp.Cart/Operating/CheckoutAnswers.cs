using Grpc.Core;
using Microsoft.Extensions.Options;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Common;
using OrderApp.Buying.Running;
using OrderApp.Buying.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Buying.Operating;

/// <summary>Waits, as long as a caller may be kept waiting, for what becomes of a checkout.</summary>
internal sealed class CheckoutAnswers(CheckoutStore store, CheckoutMessages messages, IOptions<CartOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the run of this process.</summary>
    public async Task<CheckoutStatus> AfterAsync(Task<RunResult> run, Checkout checkout, ServerCallContext context)
    {
        var deadline = DeadlineOf(context);
        var result = new RunResult(checkout, null);
        try
        {
            result = await run.WaitAsync(Positive(deadline - time.GetUtcNow()), time, context.CancellationToken);
        }
        catch (TimeoutException)
        {
            // It goes on without being waited for.
        }

        return await UntilAsync(deadline, result, context);
    }

    /// <summary>Waits for a run of whatever process.</summary>
    public Task<CheckoutStatus> OfAsync(Checkout checkout, ServerCallContext context) => UntilAsync(DeadlineOf(context), new(checkout, null), context);

    private async Task<CheckoutStatus> UntilAsync(DateTimeOffset deadline, RunResult result, ServerCallContext context)
    {
        while (result.Checkout.State is CheckoutState.Pending && time.GetUtcNow() < deadline)
        {
            await Task.Delay(Interval, time, context.CancellationToken);
            result = result with { Checkout = await store.FindAsync(result.Checkout.Id, context.CancellationToken) ?? throw CartErrors.NoCheckout() };
        }

        if (result.Checkout is { State: CheckoutState.Failed, FailureReason: CartErrors.OutOfStock })
            throw CartErrors.NoStock(result.Checkout.FailureMetadata);
        var caller = Caller.Of(context);
        return await messages.ToMessageAsync(result.Checkout, result.Order, caller.IsOperator || caller.IsService, context.CancellationToken);
    }

    // A caller whose own deadline comes first is answered before it.
    private DateTimeOffset DeadlineOf(ServerCallContext context)
    {
        var patience = time.GetUtcNow() + options.Value.Patience;
        var own = context.Deadline == DateTime.MaxValue ? patience : new DateTimeOffset(context.Deadline) - Interval;
        return own < patience ? own : patience;
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
