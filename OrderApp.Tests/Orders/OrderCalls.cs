using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Orders;

/// <summary>Sends any request of order.OrderService.</summary>
internal static class OrderCalls
{
    public static async Task<IMessage> SendAsync(OrderService.OrderServiceClient client, IMessage request, CallOptions options = default) => request switch
    {
        CreateOrderRequest create => await client.CreateOrderAsync(create, options),
        ReadOrderRequest read => await client.ReadOrderAsync(read, options),
        UpdateOrderRequest update => await client.UpdateOrderAsync(update, options),
        DeleteOrderRequest delete => await client.DeleteOrderAsync(delete, options),
        GetOrderStatsRequest stats => await client.GetOrderStatsAsync(stats, options),
        ListOrdersRequest list => await client.ListOrdersAsync(list, options),
        ListOrderEventsRequest events => await client.ListOrderEventsAsync(events, options),
        CancelOrderRequest cancel => await client.CancelOrderAsync(cancel, options),
        ShipOrderRequest ship => await client.ShipOrderAsync(ship, options),
        DeliverOrderRequest deliver => await client.DeliverOrderAsync(deliver, options),
        MarkOrderRefundedRequest refunded => await client.MarkOrderRefundedAsync(refunded, options),
        AssignOrdersRequest assign => await client.AssignOrdersAsync(assign, options),
        WatchOrdersRequest watch => await FirstEventAsync(client, watch, options),
        _ => throw new ArgumentException($"{request.Descriptor.FullName} is no request of order.OrderService", nameof(request)),
    };

    private static async Task<OrderEvent> FirstEventAsync(OrderService.OrderServiceClient client, WatchOrdersRequest request, CallOptions options)
    {
        using var call = client.WatchOrders(request, options);
        await call.ResponseStream.MoveNext();
        return call.ResponseStream.Current;
    }
}
