using Grpc.Core;
using OrderApp.Buying.Common;
using OrderApp.Protos;

namespace OrderApp.Buying.Running;

/// <summary>
/// The way back, in the reverse order. What is undone may have been done, or not, or be done late by a call that is still under way: payment and stock
/// remember that they were undone before.
/// </summary>
internal sealed class UndoingSteps(
    Inventory.InventoryClient inventory, OrderService.OrderServiceClient orders, Transactions.TransactionsClient transactions, RefundingSteps refunding)
{
    public async Task CancelOrderAsync(StepCall call)
    {
        try
        {
            var reason = $"checkout failed: {call.Checkout.FailureReason}";
            await orders.CancelOrderAsync(
                new() { Uuid = call.Checkout.OrderUuid.ToString(), Reason = reason, RequestId = call.Checkout.KeyOf("cancel") }, call.Options);
        }
        catch (RpcException none) when (none.StatusCode is StatusCode.NotFound)
        {
            // It was not made.
        }
    }

    /// <summary>Voids what was authorized; what was captured already is refunded.</summary>
    public async Task GiveMoneyBackAsync(StepCall call)
    {
        var order = call.Checkout.OrderUuid.ToString();
        try
        {
            await transactions.VoidAsync(new() { OrderUuid = order, RequestId = call.Checkout.KeyOf("void") }, call.Options);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            var known = await transactions.ListTransactionsAsync(new() { OrderUuid = order }, call.Options);
            foreach (var captured in known.Transactions.Where(transaction => transaction.Captured is not null))
            {
                await refunding.RefundAsync(captured.TransactionId, call);
                await refunding.MarkRefundedAsync(call);
            }
        }
    }

    public async Task ReleaseAsync(StepCall call)
    {
        try
        {
            await inventory.ReleaseAsync(new() { ReservationId = call.Checkout.ReservationId }, call.Options);
        }
        catch (RpcException refusal) when (CartErrors.ReasonOf(refusal).Reason is "RESERVATION_CONFIRMED" or "RESERVATION_RETURNED")
        {
            await refunding.ReturnAsync(call);
        }
    }
}
