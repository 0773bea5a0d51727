using Grpc.Core;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Orders.Create;

/// <summary>CreateOrder: checks the request, has the order recorded with the next batch, and answers once it is committed.</summary>
internal sealed class CreateHandler(CreateBatcher creates, PurchaseBatcher purchases, PurchaseRules rules, OrderIds ids, TimeProvider time)
{
    private static readonly Metadata ReplayedHeader = new() { { "idempotent-replayed", "true" } };

    public async Task<CreateOrderResponse> HandleAsync(CreateOrderRequest request, OrderAccess access, ServerCallContext context)
    {
        var create = NewOrder.Of(request, ids.Next(), OrderDate.Now(time), access.CustomerId);
        var (order, replayed) = PurchaseRules.FirstField(request) is { } field
            ? await purchases.DoAsync(MayPurchase(access, context) ? rules.Check(request, create) : throw OrderErrors.OnlyServices(field), context)
            : await creates.DoAsync(create, context);
        if (replayed)
            await context.WriteResponseHeadersAsync(ReplayedHeader);
        return new() { NotificationType = OrderNotificationTypeEnum.Ok, Order = order.ToMessage() };
    }

    // A service that speaks for a guest has no more rights than the guest.
    private static bool MayPurchase(OrderAccess access, ServerCallContext context) => access.All && Caller.Of(context).IsService;
}
