using Grpc.Core;
using OrderApp.Orders.Change;
using OrderApp.Orders.Create;
using OrderApp.Orders.List;
using OrderApp.Orders.Read;
using OrderApp.Orders.Watch;
using OrderApp.Protos;

namespace OrderApp.Orders;

/// <summary>order.OrderService: a handler for each method. The contract is in protos/order.proto.</summary>
internal sealed class OrderGrpcService(
    CreateHandler create, ReadHandler read, ChangeHandler change, ListHandler list, WatchHandler watch, HistoryHandler history)
    : OrderService.OrderServiceBase
{
    public override Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context) => create.HandleAsync(request, context);

    public override Task<ReadOrderResponse> ReadOrder(ReadOrderRequest request, ServerCallContext context) => read.HandleAsync(request, context);

    public override Task<UpdateOrderResponse> UpdateOrder(UpdateOrderRequest request, ServerCallContext context) => change.UpdateAsync(request, context);

    public override Task<DeleteOrderResponse> DeleteOrder(DeleteOrderRequest request, ServerCallContext context) => change.DeleteAsync(request, context);

    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context) =>
        list.HandleAsync(request, context.CancellationToken);

    public override Task WatchOrders(WatchOrdersRequest request, IServerStreamWriter<OrderEvent> responseStream, ServerCallContext context) =>
        watch.HandleAsync(request, context);

    public override Task<ListOrderEventsResponse> ListOrderEvents(ListOrderEventsRequest request, ServerCallContext context) =>
        history.HandleAsync(request, context.CancellationToken);
}
