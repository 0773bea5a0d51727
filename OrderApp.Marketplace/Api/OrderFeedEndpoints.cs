using Grpc.Core;
using OrderApp.Protos;
using Orders = OrderApp.Protos.OrderService.OrderServiceClient;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Api;

/// <summary>Orders as streams: changes as they happen (Server-Sent Events), and everything at once (NDJSON).</summary>
internal static class OrderFeedEndpoints
{
    private const string StartHeader = "resume-token";

    public static async Task WatchAsync(HttpContext context, Orders orders)
    {
        var request = MessageInput<WatchOrdersRequest>.ReadQuery(context.Request.Query);
        if (context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last)
            request.ResumeToken = last;

        using var call = orders.WatchOrders(request, cancellationToken: context.RequestAborted);
        var start = await StartAsync(call, context.RequestAborted);
        var stream = new EventStream(context.Response);
        try
        {
            await stream.OpenAsync(start, context.RequestAborted);
            await foreach (var change in stream.WithHeartbeats(call.ResponseStream.ReadAllAsync(context.RequestAborted), context.RequestAborted))
                await stream.SendAsync(change.ResumeToken, NameOf(change.Type), ProtoJson.Formatter.Format(change), context.RequestAborted);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            // The answer has begun: its end tells the client to come again with the id of the last event.
        }
    }

    public static Task ExportAsync(HttpContext context, Orders orders) =>
        OrderExport.WriteAsync(context, orders, MessageInput<ListOrdersRequest>.ReadQuery(context.Request.Query));

    // The place where the stream begins; a refusal comes without one, and its status comes to who reads on.
    private static async Task<string> StartAsync(AsyncServerStreamingCall<OrderEvent> call, CancellationToken cancelled)
    {
        var headers = await call.ResponseHeadersAsync;
        if (headers.GetValue(StartHeader) is { } start)
            return start;
        await call.ResponseStream.MoveNext(cancelled);
        throw GrpcErrors.Make(StatusCode.Internal, "INTERNAL", "the order service did not tell where the stream begins");
    }

    private static string NameOf(OrderEvent.Types.Type type) => type switch
    {
        OrderEvent.Types.Type.Created => "created",
        OrderEvent.Types.Type.Updated => "updated",
        OrderEvent.Types.Type.Deleted => "deleted",
        _ => "message",
    };
}
