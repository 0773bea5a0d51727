using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Running;

/// <summary>What follows when an order was cancelled that a checkout had paid: money and copies go back, once.</summary>
internal sealed class RefundingSteps(
    Inventory.InventoryClient inventory, OrderService.OrderServiceClient orders, Transactions.TransactionsClient transactions, ShopMoney money)
{
    /// <summary>Pays back what was captured and not paid back yet.</summary>
    public async Task RefundAsync(string transactionId, StepCall call)
    {
        var transaction = await transactions.GetTransactionAsync(new() { TransactionId = transactionId }, call.Options);
        var rest = money.Parse("captured", transaction.Captured, zero: true) - money.Parse("refunded", transaction.Refunded, zero: true);
        if (rest <= 0)
            return;
        await transactions.RefundAsync(
            new() { TransactionId = transactionId, Amount = money.ToMessage(rest), Reason = "the order was cancelled", RequestId = call.Checkout.KeyOf("refund") },
            call.Options);
    }

    public async Task ReturnAsync(StepCall call) => await inventory.ReturnAsync(new() { ReservationId = call.Checkout.ReservationId }, call.Options);

    public async Task MarkRefundedAsync(StepCall call)
    {
        try
        {
            await orders.MarkOrderRefundedAsync(
                new() { Uuid = call.Checkout.OrderUuid.ToString(), RequestId = call.Checkout.KeyOf("refunded") }, call.Options);
        }
        catch (RpcException none) when (none.StatusCode is StatusCode.NotFound)
        {
            // It was removed since.
        }
    }
}
