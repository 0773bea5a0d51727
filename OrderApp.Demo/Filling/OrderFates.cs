using Google.Type;
using OrderApp.Demo.Making;
using OrderApp.Protos;
using static OrderApp.Protos.Order.Types;

namespace OrderApp.Demo.Filling;

/// <summary>Leads orders through their states, as an operator does. From where an order is: what was done to it meanwhile stays.</summary>
internal sealed class OrderFates(ShopClients shop)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task BefallAsync(Order order, Fate fate, CancellationToken cancellationToken)
    {
        if (fate is Fate.Waits)
            return;
        if (fate is Fate.Cancelled)
        {
            await CancelAsync(order, cancellationToken);
            return;
        }

        if (order.State is State.Paid)
            order = (await shop.Orders.ShipOrderAsync(new() { Uuid = order.Uuid, TrackingNumber = TrackingOf(order) }, shop.Operator, cancellationToken: cancellationToken)).Order;
        if (fate is Fate.Shipped)
            return;
        if (order.State is State.Shipped)
            order = (await shop.Orders.DeliverOrderAsync(new() { Uuid = order.Uuid }, shop.Operator, cancellationToken: cancellationToken)).Order;
        if (order.State is not State.Delivered)
            return;
        if (fate is Fate.PartlyRefunded)
            await RefundAsync(order, order.Lines.First(line => line.Total is not null).Total, "came damaged", cancellationToken);
        if (fate is Fate.Refunded)
        {
            await RefundAsync(order, order.Total, "never came", cancellationToken);
            await shop.Orders.MarkOrderRefundedAsync(new() { Uuid = order.Uuid }, shop.Operator, cancellationToken: cancellationToken);
        }
    }

    private static string TrackingOf(Order order) => $"DEMO{order.Uuid[^12..].ToUpperInvariant()}";

    private async Task CancelAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.State is State.Paid)
            order = (await shop.Orders.CancelOrderAsync(new() { Uuid = order.Uuid, Reason = "changed my mind" }, shop.Operator, cancellationToken: cancellationToken)).Order;
        // The shop pays it back by itself, in a second or so.
        var give = TimeProvider.System.GetUtcNow() + Patience;
        while (order.State is State.Cancelled && TimeProvider.System.GetUtcNow() < give)
        {
            await Task.Delay(Pause, cancellationToken);
            order = (await shop.Orders.ReadOrderAsync(new() { Uuid = order.Uuid }, shop.Operator, cancellationToken: cancellationToken)).Order;
        }
    }

    // By its request_id it is paid back once, for good.
    private async Task RefundAsync(Order order, Money amount, string reason, CancellationToken cancellationToken)
    {
        var payments = await shop.Transactions.ListTransactionsAsync(new() { OrderUuid = order.Uuid }, shop.Operator, cancellationToken: cancellationToken);
        var payment = payments.Transactions.First(transaction => transaction.Captured is not null);
        await shop.Transactions.RefundAsync(
            new() { TransactionId = payment.TransactionId, Amount = amount, Reason = reason, RequestId = $"demo-refund-{order.Uuid}" },
            shop.Operator, cancellationToken: cancellationToken);
    }
}
