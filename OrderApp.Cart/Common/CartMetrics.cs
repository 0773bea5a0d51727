using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrderApp.Buying.Common;

/// <summary>The meter and the traces <c>OrderApp.Cart</c>.</summary>
internal sealed class CartMetrics : IDisposable
{
    public const string Name = "OrderApp.Cart";

    /// <summary>Spans of what is done after, or without, a call.</summary>
    public static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> checkouts;
    private readonly Counter<long> failures;

    public CartMetrics(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        checkouts = meter.CreateCounter<long>("cart.checkouts", "{checkout}", "Checkouts by what became of them");
        failures = meter.CreateCounter<long>("cart.checkout.step.failures", "{try}", "Tries of a step that failed and go again");
        Duration = meter.CreateHistogram<double>("cart.checkout.duration", "s", "From the beginning of a checkout to its end");
        Revenue = meter.CreateCounter<long>("cart.revenue", "{minor_unit}", "What completed checkouts were paid, in the currency's smallest unit");
        Promotions = meter.CreateCounter<long>("cart.promotions", "{checkout}", "Completed checkouts that used a promotion");
        Refunds = meter.CreateCounter<long>("cart.refunds", "{order}", "Cancelled orders that were refunded in full and restocked");
        GuestCarts = meter.CreateCounter<long>("cart.guest_carts.removed", "{cart}", "Guests' carts that nobody touched for long and that were removed");
    }

    public Histogram<double> Duration { get; }

    public Counter<long> Revenue { get; }

    public Counter<long> Promotions { get; }

    public Counter<long> Refunds { get; }

    public Counter<long> GuestCarts { get; }

    /// <summary>Counts a checkout: <c>completed</c>, or the reason of its failure.</summary>
    public void CountCheckout(string outcome) => checkouts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a try of a step that failed.</summary>
    public void CountFailure(string step) => failures.Add(1, new KeyValuePair<string, object?>("step", step));

    public void Dispose() => meter.Dispose();
}
