using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Orders;

/// <summary>Sends any request of order.OrderService.</summary>
internal static class OrderCalls
{
    public static async Task<IMessage> SendAsync(OrderService.OrderServiceClient client, IMessage request) => request switch
    {
        CreateOrderRequest create => await client.CreateOrderAsync(create),
        ReadOrderRequest read => await client.ReadOrderAsync(read),
        UpdateOrderRequest update => await client.UpdateOrderAsync(update),
        DeleteOrderRequest delete => await client.DeleteOrderAsync(delete),
        ListOrdersRequest list => await client.ListOrdersAsync(list),
        ListOrderEventsRequest events => await client.ListOrderEventsAsync(events),
        WatchOrdersRequest watch => await FirstEventAsync(client, watch),
        _ => throw new ArgumentException($"{request.Descriptor.FullName} is no request of order.OrderService", nameof(request)),
    };

    private static async Task<OrderEvent> FirstEventAsync(OrderService.OrderServiceClient client, WatchOrdersRequest request)
    {
        using var call = client.WatchOrders(request);
        await call.ResponseStream.MoveNext();
        return call.ResponseStream.Current;
    }
}
