using System.Diagnostics;
using Grpc.Core;
using Npgsql;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Common;
using OrderApp.Buying.Filling;
using OrderApp.Buying.Pricing;
using OrderApp.Buying.Running;
using OrderApp.Buying.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Operating;

/// <summary>Checkout: sees that what the customer saw still holds, begins, and runs it.</summary>
internal sealed class CheckoutHandler(
    CheckoutStore checkouts, CartStore carts, Prices prices, CheckoutRuns runs, CheckoutAnswers answers, ShopMoney money)
{
    // Each time the cart was changed by somebody else between its reading and the beginning.
    private const int MaxTries = 5;

    public async Task<CheckoutStatus> HandleAsync(CheckoutRequest request, ServerCallContext context)
    {
        var input = CheckoutInput.Of(request, CartKey.Of(context, request.CartId), money);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await checkouts.FindAsync(input.Cart, input.RequestId, context.CancellationToken) is { } known)
                return await answers.OfAsync(Same(known, input), context);

            var run = Guid.NewGuid();
            if (await StartAsync(input, run, context.CancellationToken) is { } begun)
                return await answers.AfterAsync(runs.Start(begun, run, isResumed: false), begun, context);
        }

        throw CartErrors.TotalChanged();
    }

    /// <summary>Begins a checkout; null when the cart has changed meanwhile, or has another one.</summary>
    private async Task<Checkout?> StartAsync(CheckoutInput input, Guid run, CancellationToken cancellationToken)
    {
        var cart = await carts.FindAsync(input.Cart, cancellationToken);
        if (cart.Items.Count == 0)
            throw CartErrors.Empty();
        var priced = await prices.OfAsync(cart.Items, cart.CanUsePromotion, cancellationToken);
        if (priced.Lines.FirstOrDefault(line => line.Gone) is { } gone)
            throw CartErrors.BookGone(gone.BookId);
        if (priced.Lines.FirstOrDefault(line => line.UnitPrice is null) is { } notForSale)
            throw CartErrors.NotForSale(notForSale.BookId);
        if (priced.Total != input.ExpectedTotal)
            throw CartErrors.TotalChanged();
        try
        {
            return await checkouts.StartAsync(NewCheckout(input, priced), cart, run, cancellationToken);
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: CartDbContext.PromotionKey })
        {
            throw CartErrors.TotalChanged();
        }
    }

    private static Checkout NewCheckout(CheckoutInput input, PricedCart priced) => new()
    {
        Id = Guid.CreateVersion7(),
        Cart = input.Cart,
        RequestId = input.RequestId,
        Fingerprint = input.Fingerprint,
        OrderUuid = Guid.CreateVersion7(),
        Purchase = new()
        {
            Lines = priced.Lines,
            Total = priced.Total,
            Discount = priced.Discount,
            Promotion = priced.Promotion,
            Email = input.Email,
            Language = input.Language,
            Address = input.Address,
        },
        PaymentToken = input.PaymentToken,
        TraceParent = Activity.Current?.Id,
    };

    // Another key finds the checkout that is under way, whatever it asked for.
    private static Checkout Same(Checkout known, CheckoutInput input) =>
        known.RequestId != input.RequestId || known.Fingerprint.AsSpan().SequenceEqual(input.Fingerprint) ? known : throw CartErrors.RequestIdTaken();
}
