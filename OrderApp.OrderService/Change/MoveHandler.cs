using System.Text.Json;
using Grpc.Core;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Change;

/// <summary>
/// CancelOrder, ShipOrder, DeliverOrder and MarkOrderRefunded: checks the request, has the move made with the next batch, and answers once it is
/// committed. A request_id is only checked: the state itself tells what was done before.
/// </summary>
internal sealed class MoveHandler(MoveBatcher moves, TimeProvider time)
{
    private const int MaxReasonLength = 200;
    private const int MaxTrackingNumberLength = 100;

    public async Task<CancelOrderResponse> CancelAsync(CancelOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var reason = TextRules.Check("reason", request.Reason, MaxReasonLength);
        var details = JsonSerializer.Serialize(new { cancelled = true, cancelReason = reason });
        var move = Transition(OrderMoves.Cancel, request.Uuid, request.Etag, request.RequestId, access) with { Details = details };
        return new() { Order = (await moves.DoAsync(move, context)).ToMessage() };
    }

    public async Task<ShipOrderResponse> ShipAsync(ShipOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var number = TextRules.Check("tracking_number", request.TrackingNumber, MaxTrackingNumberLength, oneLine: true);
        var details = number.Length > 0 ? JsonSerializer.Serialize(new { trackingNumber = number }) : null;
        var move = Transition(OrderMoves.Ship, request.Uuid, request.Etag, request.RequestId, access) with { TrackingNumber = number, Details = details };
        return new() { Order = (await moves.DoAsync(move, context)).ToMessage() };
    }

    public async Task<DeliverOrderResponse> DeliverAsync(DeliverOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var move = Transition(OrderMoves.Deliver, request.Uuid, request.Etag, request.RequestId, access);
        return new() { Order = (await moves.DoAsync(move, context)).ToMessage() };
    }

    public async Task<MarkOrderRefundedResponse> RefundAsync(MarkOrderRefundedRequest request, OrderAccess access, ServerCallContext context)
    {
        // A service that speaks for a guest has no more rights than the guest.
        if (!access.All)
            throw OrderErrors.NotInAGuestsName();
        var move = Transition(OrderMoves.Refund, request.Uuid, "", request.RequestId, access);
        return new() { Order = (await moves.DoAsync(move, context)).ToMessage() };
    }

    private OrderTransition Transition(OrderMove move, string uuid, string etag, string requestId, OrderAccess access)
    {
        OrderText.CheckRequestId(requestId);
        return new(OrderIds.Parse(uuid), OrderChange.VersionOf(etag), OrderDate.Now(time), access, move);
    }
}
