using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Orders.Assign;
using OrderApp.Orders.Change;
using OrderApp.Orders.Common;
using OrderApp.Orders.Create;
using OrderApp.Orders.List;
using OrderApp.Orders.Read;
using OrderApp.Orders.Stats;
using OrderApp.Orders.Watch;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Orders;

/// <summary>
/// order.OrderService: a handler for each method. The contract is in protos/order.proto. Methods that anybody may call ask what the caller may see;
/// that refuses those without a token where the settings say so.
/// </summary>
internal sealed class OrderGrpcService(
    OrderAccessRules access, CreateHandler create, ReadHandler read, ChangeHandler change, MoveHandler move, ListHandler list, WatchHandler watch, HistoryHandler history,
    AssignHandler assign, StatsHandler stats)
    : OrderService.OrderServiceBase
{
    [AllowAnonymous]
    public override Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context) =>
        create.HandleAsync(request, access.Of(context), context);

    [AllowAnonymous]
    public override Task<ReadOrderResponse> ReadOrder(ReadOrderRequest request, ServerCallContext context) =>
        read.HandleAsync(request, access.Of(context), context);

    [AllowAnonymous]
    public override Task<UpdateOrderResponse> UpdateOrder(UpdateOrderRequest request, ServerCallContext context) =>
        change.UpdateAsync(request, access.Of(context), context);

    [AllowAnonymous]
    public override Task<DeleteOrderResponse> DeleteOrder(DeleteOrderRequest request, ServerCallContext context) =>
        change.DeleteAsync(request, access.Of(context), context);

    [AllowAnonymous]
    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context) =>
        list.HandleAsync(request, access.Of(context), context.CancellationToken);

    [Authorize(Policies.Operator)]
    public override Task<OrderStats> GetOrderStats(GetOrderStatsRequest request, ServerCallContext context) =>
        stats.HandleAsync(request, context.CancellationToken);

    [AllowAnonymous]
    public override Task WatchOrders(WatchOrdersRequest request, IServerStreamWriter<OrderEvent> responseStream, ServerCallContext context) =>
        watch.HandleAsync(request, access.Of(context), context);

    [AllowAnonymous]
    public override Task<ListOrderEventsResponse> ListOrderEvents(ListOrderEventsRequest request, ServerCallContext context) =>
        history.HandleAsync(request, access.Of(context), context.CancellationToken);

    [AllowAnonymous]
    public override Task<CancelOrderResponse> CancelOrder(CancelOrderRequest request, ServerCallContext context) =>
        move.CancelAsync(request, access.Of(context), context);

    [Authorize(Policies.Operator)]
    public override Task<ShipOrderResponse> ShipOrder(ShipOrderRequest request, ServerCallContext context) =>
        move.ShipAsync(request, access.Of(context), context);

    [Authorize(Policies.Operator)]
    public override Task<DeliverOrderResponse> DeliverOrder(DeliverOrderRequest request, ServerCallContext context) =>
        move.DeliverAsync(request, access.Of(context), context);

    [Authorize(Policies.OperatorOrService)]
    public override Task<MarkOrderRefundedResponse> MarkOrderRefunded(MarkOrderRefundedRequest request, ServerCallContext context) =>
        move.RefundAsync(request, access.Of(context), context);

    [Authorize(Policies.Service)]
    public override Task<AssignOrdersResponse> AssignOrders(AssignOrdersRequest request, ServerCallContext context) =>
        assign.HandleAsync(request, context.CancellationToken);
}
