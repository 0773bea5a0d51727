using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Storage;
using OrderApp.Protos;

namespace OrderApp.Buying.Operating;

/// <summary>A checkout as callers see it.</summary>
internal sealed class CheckoutMessages(OrderService.OrderServiceClient orders)
{
    /// <summary>The message of a checkout.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="order">Its order, where it is at hand; else it is read.</param>
    /// <param name="isDetailed">Whether the caller may see where it is stuck, and why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CheckoutStatus> ToMessageAsync(Checkout checkout, Order? order, bool isDetailed, CancellationToken cancellationToken)
    {
        var status = new CheckoutStatus
        {
            CheckoutId = checkout.Id.ToString(),
            State = (CheckoutStatus.Types.State)checkout.State,
            FailureReason = checkout.State is CheckoutState.Failed ? checkout.FailureReason : "",
            CreateTime = Timestamp.FromDateTime(checkout.CreatedAt),
        };
        if (checkout.State is CheckoutState.Completed)
            status.Order = order ?? await ReadAsync(checkout, cancellationToken);
        if (isDetailed && checkout.Step is not CheckoutStep.Done)
            (status.Step, status.LastError) = (checkout.Step.ToString(), checkout.LastError ?? "");
        return status;
    }

    // Without the order service the customer is told at least that it is done, and by which number.
    private async Task<Order?> ReadAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        var uuid = checkout.OrderUuid.ToString();
        try
        {
            return (await orders.ReadOrderAsync(new() { Uuid = uuid }, cancellationToken: cancellationToken)).Order;
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return error.StatusCode is StatusCode.NotFound ? null : new Order { Uuid = uuid };
        }
    }
}
