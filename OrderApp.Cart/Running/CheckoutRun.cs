using System.Data.Common;
using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Common;
using OrderApp.Buying.Storage;
using OrderApp.Protos;

namespace OrderApp.Buying.Running;

/// <summary>How far a run came.</summary>
/// <param name="Checkout">The checkout as it is now; pending when another run will go on.</param>
/// <param name="Order">The order, when this run recorded it.</param>
/// <param name="IsResumed">Whether another run had it before.</param>
internal sealed record RunResult(Checkout Checkout, Order? Order, bool IsResumed = false);

/// <summary>
/// Takes a checkout as far as it goes: to its end, or to a step that has to be tried again. What a refusal will not change is undone; whatever
/// else fails is tried again, by another run, with the same keys. So nothing is recorded where all goes well; what is, is why it pauses and that there is no
/// way but back.
/// </summary>
internal sealed class CheckoutRun(
    CheckoutStore store, BuyingSteps buying, UndoingSteps undoing, RefundingSteps refunding, CartMetrics metrics, IOptions<CartOptions> options, ILogger<CheckoutRun> logger)
{
    private const int MaxErrorLength = 500;
    private const int TellAfterTries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a checkout.</summary>
    /// <param name="checkout">As it was taken on.</param>
    /// <param name="run">By which name.</param>
    /// <param name="isResumed">Whether it was left by another run.</param>
    public async Task<RunResult> RunAsync(Checkout checkout, Guid run, bool isResumed)
    {
        // Whoever goes on with it, and whenever, does so in the trace in which it began.
        _ = ActivityContext.TryParse(checkout.TraceParent, null, isRemote: true, out var began);
        using var activity = CartMetrics.Source.StartActivity(isResumed ? "checkout resumed" : "checkout", ActivityKind.Internal, began);
        activity?.SetTag("checkout.id", checkout.Id);
        var held = Stopwatch.GetTimestamp();
        var result = new RunResult(checkout, null, isResumed);
        while (result.Checkout.Step is not CheckoutStep.Done)
        {
            try
            {
                // A run that was held up may be about to lose its checkout: then what it did next could cross what another undoes.
                if (Stopwatch.GetElapsedTime(held) > options.Value.StepTimeout)
                {
                    held = Stopwatch.GetTimestamp();
                    if (!await store.KeepAsync(checkout.Id, run, CancellationToken.None))
                        return result;
                }

                if (await TakeStepAsync(result, run) is not { } next)
                    return result;
                result = next;
            }
            catch (Exception error)
            {
                await PauseAsync(result.Checkout, run, error);
                activity?.SetStatus(ActivityStatusCode.Error, result.Checkout.Step.ToString());
                return result;
            }
        }

        return result;
    }

    /// <summary>Takes the next step; null when the checkout is another run's.</summary>
    private async Task<RunResult?> TakeStepAsync(RunResult at, Guid run)
    {
        var checkout = at.Checkout;
        var isForward = checkout.Step is >= CheckoutStep.Reserve and <= CheckoutStep.Confirm;
        if (isForward && checkout.IsLate)
            return await TurnBackAsync(at, run, WayBack(at, isRefused: false), CartErrors.TimedOut, null);
        try
        {
            return await TakeStepAsync(at, new(checkout, new(deadline: DateTime.UtcNow + options.Value.StepTimeout)), run);
        }
        catch (RpcException refusal) when (isForward && CartErrors.IsFinal(refusal))
        {
            var (reason, metadata) = CartErrors.ReasonOf(refusal);
            return await TurnBackAsync(at, run, WayBack(at, isRefused: true), reason, metadata);
        }
    }

    private async Task<RunResult?> TakeStepAsync(RunResult at, StepCall call, Guid run)
    {
        switch (call.Checkout.Step)
        {
            case CheckoutStep.Reserve:
                await buying.ReserveAsync(call);
                return At(CheckoutStep.Authorize);
            case CheckoutStep.Authorize:
                return at with { Checkout = call.Checkout with { Step = CheckoutStep.Order, TransactionId = await buying.AuthorizeAsync(call) } };
            case CheckoutStep.Order:
                return At(CheckoutStep.Capture) with { Order = await buying.CreateOrderAsync(call) };
            case CheckoutStep.Capture:
                await buying.CaptureAsync(call);
                return At(CheckoutStep.Confirm);
            case CheckoutStep.Confirm:
                await buying.ConfirmAsync(call);
                return At(CheckoutStep.Clear);
            case CheckoutStep.Clear:
                return await CompleteAsync(at, run);
            case CheckoutStep.CancelOrder:
                await undoing.CancelOrderAsync(call);
                return At(CheckoutStep.GiveMoneyBack);
            case CheckoutStep.GiveMoneyBack:
                await undoing.GiveMoneyBackAsync(call);
                return At(CheckoutStep.Release);
            case CheckoutStep.Release:
                await undoing.ReleaseAsync(call);
                return At(CheckoutStep.Fail);
            case CheckoutStep.Fail:
                return await FailAsync(at, run);
            case CheckoutStep.Refund:
                await refunding.RefundAsync(call.Checkout.TransactionId!, call);
                return At(CheckoutStep.Return);
            case CheckoutStep.Return:
                await refunding.ReturnAsync(call);
                return At(CheckoutStep.MarkRefunded);
            case CheckoutStep.MarkRefunded:
                await refunding.MarkRefundedAsync(call);
                metrics.Refunds.Add(1);
                return await store.EndAsync(call.Checkout, run, CancellationToken.None) ? At(CheckoutStep.Done) : null;
            default:
                throw new InvalidOperationException($"There is no step {call.Checkout.Step}.");
        }

        RunResult At(CheckoutStep next) => at with { Checkout = call.Checkout with { Step = next } };
    }

    /// <summary>
    /// Where the way back begins. A step that was refused left nothing behind; one that may have been done, its answer lost, is undone too. An order that
    /// was refused is the exception: it may have been made by a call before. What was left by another run may have come further than is recorded, and is
    /// undone whole.
    /// </summary>
    private static CheckoutStep WayBack(RunResult at, bool isRefused) => (at.Checkout.Step, isRefused) switch
    {
        _ when at.IsResumed => CheckoutStep.CancelOrder,
        (CheckoutStep.Reserve, true) => CheckoutStep.Fail,
        (CheckoutStep.Reserve, false) or (CheckoutStep.Authorize, true) => CheckoutStep.Release,
        (CheckoutStep.Authorize, false) => CheckoutStep.GiveMoneyBack,
        _ => CheckoutStep.CancelOrder,
    };

    // From here on there is no way forward: it must be known before anything is undone.
    private async Task<RunResult?> TurnBackAsync(RunResult at, Guid run, CheckoutStep to, string reason, IReadOnlyDictionary<string, string>? metadata)
    {
        var back = at.Checkout with { Step = to, FailureReason = reason, FailureMetadata = metadata };
        if (to is not CheckoutStep.Fail && !await store.RecordAsync(back, run, CancellationToken.None))
            return null;
        return at with { Checkout = back };
    }

    private async Task<RunResult?> CompleteAsync(RunResult at, Guid run)
    {
        if (!await store.CompleteAsync(at.Checkout, run, CancellationToken.None))
            return null;
        metrics.CountCheckout("completed");
        metrics.Revenue.Add(at.Checkout.Purchase.Total);
        if (at.Checkout.Purchase.Promotion is not null)
            metrics.Promotions.Add(1);
        return Ended(at, CheckoutState.Completed);
    }

    private async Task<RunResult?> FailAsync(RunResult at, Guid run)
    {
        if (!await store.FailAsync(at.Checkout, run, CancellationToken.None))
            return null;
        metrics.CountCheckout(at.Checkout.FailureReason!);
        return Ended(at, CheckoutState.Failed);
    }

    private RunResult Ended(RunResult at, CheckoutState state)
    {
        metrics.Duration.Record((DateTime.UtcNow - at.Checkout.CreatedAt).TotalSeconds);
        return at with { Checkout = at.Checkout with { State = state, Step = CheckoutStep.Done } };
    }

    private async Task PauseAsync(Checkout checkout, Guid run, Exception error)
    {
        var step = checkout.Step.ToString();
        var reason = error is RpcException { Status: var status } ? $"{status.StatusCode}: {status.Detail}" : $"{error.GetType().Name}: {error.Message}";
        metrics.CountFailure(step);
        if (checkout.Tries + 1 >= TellAfterTries && (checkout.Tries + 1) % TellAfterTries == 0)
            Log.CheckoutStuck(logger, checkout.Id, step, checkout.Tries + 1, reason);
        var pause = TimeSpan.FromTicks(Math.Min(CartOptions.MaxPause.Ticks, FirstPause.Ticks << Math.Min(checkout.Tries, 10)));
        try
        {
            await store.PauseAsync(checkout, run, reason[..Math.Min(reason.Length, MaxErrorLength)], pause, CancellationToken.None);
        }
        catch (Exception away) when (away is DbException or TimeoutException)
        {
            // It is due when this run has it no longer.
        }
    }
}
