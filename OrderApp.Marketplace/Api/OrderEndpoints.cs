using Google.Protobuf.WellKnownTypes;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using Orders = OrderApp.Protos.OrderService.OrderServiceClient;

namespace OrderApp.Marketplace.Api;

/// <summary>Orders as JSON. Input comes as a JSON body or as the query string, answers are the messages of order.proto.</summary>
internal static class OrderEndpoints
{
    private static readonly string[] Changeable = ["name", "completed", "date"];

    public static async Task<IResult> ListAsync(HttpContext context, Orders orders)
    {
        var request = MessageInput<ListOrdersRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await orders.ListOrdersAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> CreateAsync(HttpContext context, Orders orders)
    {
        var request = (await MessageInput<CreateOrderRequest>.ReadAsync(context)).Message;
        if (context.Request.Headers.TryGetValue(Preconditions.IdempotencyKey, out var key))
            request.RequestId = key.ToString();

        var answer = await Preconditions.AnswerAsync(context.Response, orders.CreateOrderAsync(request, cancellationToken: context.RequestAborted));
        Preconditions.Tag(context.Response, answer.Order);
        context.Response.Headers.Location = $"/order/{answer.Order.Uuid}";
        return new ProtoJson(answer, StatusCodes.Status201Created);
    }

    public static async Task<IResult> ReadAsync(string uuid, HttpContext context, Orders orders)
    {
        var answer = await orders.ReadOrderAsync(new() { Uuid = uuid }, cancellationToken: context.RequestAborted);
        Preconditions.Tag(context.Response, answer.Order);
        return Preconditions.IsKnown(context.Request, answer.Order)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : new ProtoJson(answer);
    }

    public static async Task<IResult> ListEventsAsync(string uuid, HttpContext context, Orders orders)
    {
        var request = MessageInput<ListOrderEventsRequest>.ReadQuery(context.Request.Query);
        request.Uuid = uuid;
        return new ProtoJson(await orders.ListOrderEventsAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> UpdateAsync(string uuid, HttpContext context, Orders orders)
    {
        var (request, sent) = await MessageInput<UpdateOrderRequest>.ReadAsync(context);
        if (sent.Contains("uuid") && !string.Equals(request.Uuid, uuid, StringComparison.OrdinalIgnoreCase))
            throw GrpcErrors.InvalidArgument("uuid", "is not the one in the address");
        request.Uuid = uuid;
        if (Preconditions.IfMatch(context.Request) is { Length: > 0 } etag)
            request.Etag = etag;
        request.UpdateMask ??= MaskOf(sent);

        var answer = await orders.UpdateOrderAsync(request, cancellationToken: context.RequestAborted);
        Preconditions.Tag(context.Response, answer.Order);
        return new ProtoJson(answer);
    }

    public static async Task<IResult> DeleteAsync(string uuid, HttpContext context, Orders orders)
    {
        var request = new DeleteOrderRequest { Uuid = uuid, Etag = Preconditions.IfMatch(context.Request) };
        var answer = await orders.DeleteOrderAsync(request, cancellationToken: context.RequestAborted);
        return answer.Success ? Results.NoContent() : throw GrpcErrors.NotFound("ORDER_NOT_FOUND", $"There is no order {uuid}.");
    }

    private static FieldMask MaskOf(IReadOnlySet<string> sent)
    {
        var mask = new FieldMask { Paths = { Changeable.Where(sent.Contains) } };
        return mask.Paths.Count > 0 ? mask : throw GrpcErrors.InvalidArgument("body", "name, completed or date is needed");
    }
}
