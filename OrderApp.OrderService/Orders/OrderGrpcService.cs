using Grpc.Core;
using OrderApp.Orders.Feed;
using OrderApp.Orders.Reading;
using OrderApp.Orders.Writing;
using OrderApp.Protos;

namespace OrderApp.Orders;

/// <summary>order.OrderService: checks the request, calls one method, maps the answer. The contract is in protos/order.proto.</summary>
internal sealed class OrderGrpcService(
    OrderRequests requests, OrderWriter writer, OrderLookup lookup, OrderList list, OrderWatch watch, OrderHistory history)
    : Protos.OrderService.OrderServiceBase
{
    private const OrderNotificationTypeEnum Ok = OrderNotificationTypeEnum.Ok;
    private static readonly Metadata Replayed = new() { { "idempotent-replayed", "true" } };

    public override async Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context)
    {
        var (order, replayed) = await writer.CreateAsync(requests.Create(request), context);
        if (replayed)
            await context.WriteResponseHeadersAsync(Replayed);
        return new() { NotificationType = Ok, Order = order.ToMessage() };
    }

    public override async Task<ReadOrderResponse> ReadOrder(ReadOrderRequest request, ServerCallContext context)
    {
        var id = OrderRequests.ParseId(request.Uuid);
        var order = await lookup.FindAsync(id, context) ?? throw OrderErrors.NotFound(id);
        return new() { NotificationType = Ok, Order = order.ToMessage() };
    }

    public override async Task<UpdateOrderResponse> UpdateOrder(UpdateOrderRequest request, ServerCallContext context)
    {
        var order = await writer.UpdateAsync(requests.Update(request), context);
        return new() { NotificationType = Ok, Order = order.ToMessage() };
    }

    public override async Task<DeleteOrderResponse> DeleteOrder(DeleteOrderRequest request, ServerCallContext context) =>
        new() { NotificationType = Ok, Success = await writer.DeleteAsync(requests.Delete(request), context) };

    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context) =>
        list.ListAsync(request, context.CancellationToken);

    public override Task WatchOrders(WatchOrdersRequest request, IServerStreamWriter<OrderEvent> responseStream, ServerCallContext context) =>
        watch.WatchAsync(request, context);

    public override Task<ListOrderEventsResponse> ListOrderEvents(ListOrderEventsRequest request, ServerCallContext context) =>
        history.ListAsync(request, context.CancellationToken);
}
