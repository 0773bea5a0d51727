using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using Orders = OrderApp.Protos.OrderService.OrderServiceClient;

namespace OrderApp.Marketplace.Api;

/// <summary>What happens to an order after it was bought: cancelled, shipped, delivered. If-Match is the etag that was read.</summary>
internal static class OrderMoveEndpoints
{
    public static async Task<IResult> CancelAsync(string uuid, HttpContext context, Orders orders)
    {
        var request = (await MessageInput<CancelOrderRequest>.ReadAsync(context)).Message;
        (request.Uuid, request.Etag, request.RequestId) = Of(uuid, request.Uuid, request.Etag, request.RequestId, context.Request);
        var answer = await orders.CancelOrderAsync(request, cancellationToken: context.RequestAborted);
        Preconditions.Tag(context.Response, answer.Order);
        return new ProtoJson(answer);
    }

    public static async Task<IResult> ShipAsync(string uuid, HttpContext context, Orders orders)
    {
        var request = (await MessageInput<ShipOrderRequest>.ReadAsync(context)).Message;
        (request.Uuid, request.Etag, request.RequestId) = Of(uuid, request.Uuid, request.Etag, request.RequestId, context.Request);
        var answer = await orders.ShipOrderAsync(request, cancellationToken: context.RequestAborted);
        Preconditions.Tag(context.Response, answer.Order);
        return new ProtoJson(answer);
    }

    public static async Task<IResult> DeliverAsync(string uuid, HttpContext context, Orders orders)
    {
        var request = (await MessageInput<DeliverOrderRequest>.ReadAsync(context)).Message;
        (request.Uuid, request.Etag, request.RequestId) = Of(uuid, request.Uuid, request.Etag, request.RequestId, context.Request);
        var answer = await orders.DeliverOrderAsync(request, cancellationToken: context.RequestAborted);
        Preconditions.Tag(context.Response, answer.Order);
        return new ProtoJson(answer);
    }

    // The address and the headers win over what was sent, as for the other methods of an order.
    private static (string Uuid, string Etag, string RequestId) Of(string uuid, string sentUuid, string sentEtag, string sentKey, HttpRequest request)
    {
        if (sentUuid.Length > 0 && !string.Equals(sentUuid, uuid, StringComparison.OrdinalIgnoreCase))
            throw GrpcErrors.InvalidArgument("uuid", "is not the one in the address");
        return (
            uuid,
            Preconditions.IfMatch(request) is { Length: > 0 } etag ? etag : sentEtag,
            Preconditions.Key(request) is { Length: > 0 } key ? key : sentKey);
    }
}
