using System.Diagnostics.Metrics;

namespace OrderApp.Payments.Common;

/// <summary>The meter <c>OrderApp.Payments</c>. Amounts are in the currency's smallest unit; with the promotion's name, so that its effect can be told.</summary>
internal sealed class PaymentMetrics : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> settled;
    private readonly Counter<long> captured;
    private readonly Counter<long> refunded;

    public PaymentMetrics(IMeterFactory factory)
    {
        meter = factory.Create("OrderApp.Payments");
        settled = meter.CreateCounter<long>("payments.settled", "{operation}", "Calls of the provider whose outcome was recorded, by kind and outcome");
        captured = meter.CreateCounter<long>("payments.captured", "{minor unit}", "Money captured");
        refunded = meter.CreateCounter<long>("payments.refunded", "{minor unit}", "Money paid back");
        Reconciled = meter.CreateCounter<long>("payments.reconciled", "{operation}", "Calls of the provider whose answer was lost, and found");
    }

    public Counter<long> Reconciled { get; }

    public void Settled(OperationKind kind, bool accepted, long amount, string currency, string promotion)
    {
        settled.Add(1, new("kind", kind.ToString()), new("outcome", accepted ? "accepted" : "declined"));
        if (accepted && (kind is OperationKind.Capture or OperationKind.Refund))
            (kind is OperationKind.Capture ? captured : refunded).Add(amount, new("currency", currency), new("promotion", promotion));
    }

    public void Dispose() => meter.Dispose();
}
