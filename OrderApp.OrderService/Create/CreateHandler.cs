using Grpc.Core;
using OrderApp.Orders.Common;
using OrderApp.Protos;

namespace OrderApp.Orders.Create;

/// <summary>CreateOrder: checks the request, has the order recorded with the next batch, and answers once it is committed.</summary>
internal sealed class CreateHandler(CreateBatcher creates, OrderIds ids, TimeProvider time)
{
    private static readonly Metadata ReplayedHeader = new() { { "idempotent-replayed", "true" } };

    public async Task<CreateOrderResponse> HandleAsync(CreateOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var (order, replayed) = await creates.DoAsync(NewOrder.Of(request, ids.Next(), OrderDate.Now(time), access.CustomerId), context);
        if (replayed)
            await context.WriteResponseHeadersAsync(ReplayedHeader);
        return new() { NotificationType = OrderNotificationTypeEnum.Ok, Order = order.ToMessage() };
    }
}
