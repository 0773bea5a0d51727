using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Orders;

/// <summary>What order.OrderService is to answer, kept in memory. A tag in every name sets the orders of one model apart from all others.</summary>
internal sealed class OrderModel(string tag)
{
    private readonly List<Order> orders = [];
    private readonly Dictionary<string, (CreateOrderRequest Request, CreateOrderResponse Answer)> keys = [];

    /// <summary>Makes the request of a step, given what happened until now.</summary>
    public IMessage ToRequest(OrderStep step)
    {
        var name = OrderStep.Names[step.Name] ? $"{step.Name} {tag}" : step.Name;
        var target = Find(step.Target);
        switch (step.Kind)
        {
            case "create":
                var create = new CreateOrderRequest { Name = name, Completed = step.Completed, Date = step.Date, RequestId = step.Key < 0 ? "" : $"{tag}/{step.Key}" };
                if (step.UserId is { } user)
                    create.UserId = user;
                if (step.BookId is { } book)
                    create.BookId = book;
                return create;
            case "read":
                return new ReadOrderRequest { Uuid = target };
            case "update":
                var update = new UpdateOrderRequest { Uuid = target, Name = name, Completed = step.Completed, Date = step.Date, Etag = EtagOf(step) };
                if (step.Mask.Length > 0)
                    update.UpdateMask = new() { Paths = { step.Mask.Split(',') } };
                return update;
            case "delete":
                return new DeleteOrderRequest { Uuid = target, Etag = EtagOf(step) };
            default:
                return new ListOrdersRequest { PageSize = step.PageSize, Query = tag, Completed = step.Completed };
        }
    }

    /// <summary>Holds an answer against the model, and keeps what it changed.</summary>
    public void Check(IMessage request, IMessage? answer, Status status)
    {
        var expected = Answer(request, answer);
        if (expected.Code != StatusCode.OK)
        {
            Assert.True(expected.Code == status.StatusCode && answer is null, $"expected {expected.Code}, got {status} {answer}");
            Assert.Contains(expected.Fields, field => status.Detail.StartsWith($"{field}: ", StringComparison.Ordinal));
            return;
        }

        Assert.True(status.StatusCode == StatusCode.OK, status.ToString());
        Assert.Equal(expected.Message, answer);
    }

    private string Find(int target) => target switch
    {
        -2 => "no-uuid",
        _ when target < 0 || orders.Count == 0 => Guid.CreateVersion7().ToString(),
        _ => orders[target % orders.Count].Uuid,
    };

    private string EtagOf(OrderStep step) => step.Etag switch
    {
        "current" when step.Target >= 0 && orders.Count > 0 => orders[step.Target % orders.Count].Etag,
        "stale" => "0",
        _ => step.Etag,
    };

    private Expected Answer(IMessage request, IMessage? answer) => request switch
    {
        CreateOrderRequest create => Create(create, answer as CreateOrderResponse),
        ReadOrderRequest read => Existing(read.Uuid, "", order => new ReadOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok, Order = order }),
        UpdateOrderRequest update => Update(update, answer as UpdateOrderResponse),
        DeleteOrderRequest delete => Delete(delete),
        _ => List((ListOrdersRequest)request, answer as ListOrdersResponse),
    };

    private Expected Create(CreateOrderRequest request, CreateOrderResponse? answer)
    {
        string[] wrong = [.. WrongName(request.Name), .. WrongDate(request.Date), .. request is { HasUserId: true, UserId: < 1 } ? ["user_id"] : Array.Empty<string>(),
            .. request is { HasBookId: true, BookId: < 1 } ? ["book_id"] : Array.Empty<string>()];
        if (wrong.Length > 0)
            return Expected.Refusal(StatusCode.InvalidArgument, wrong);
        if (request.RequestId.Length > 0 && keys.TryGetValue(request.RequestId, out var first))
            return Content(first.Request).Equals(Content(request)) ? Expected.Of(first.Answer) : Expected.Refusal(StatusCode.AlreadyExists, "request_id");

        var given = answer?.Order ?? new Order();
        var order = new Order
        {
            Uuid = given.Uuid,
            Name = request.Name,
            Completed = request.Completed,
            State = StateOf(request.Completed),
            Date = OrderStep.Dates[request.Date] is { Length: > 0 } date ? date : given.Date,
            Etag = "1",
            CreateTime = given.CreateTime,
            UpdateTime = given.CreateTime,
        };
        if (request.HasUserId)
            order.UserId = request.UserId;
        if (request.HasBookId)
            order.BookId = request.BookId;
        var response = new CreateOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok, Order = order };
        orders.Add(order);
        if (request.RequestId.Length > 0)
            keys.Add(request.RequestId, (request, response.Clone()));
        return Expected.Of(response);
    }

    private Expected Update(UpdateOrderRequest request, UpdateOrderResponse? answer)
    {
        string[] paths = request.UpdateMask is null || request.UpdateMask.Paths is ["*"] ? ["name", "completed", "date"] : [.. request.UpdateMask.Paths];
        string[] wrong = [.. paths.Except(["name", "completed", "date"]).Any() ? ["update_mask"] : Array.Empty<string>(),
            .. paths.Contains("name") ? WrongName(request.Name) : [], .. paths.Contains("date") ? WrongDate(request.Date) : [],
            .. Guid.TryParse(request.Uuid, out _) ? [] : new[] { "uuid" }];
        if (wrong.Length > 0)
            return Expected.Refusal(StatusCode.InvalidArgument, wrong);
        return Existing(request.Uuid, request.Etag, order =>
        {
            if (paths.Contains("name"))
                order.Name = request.Name;
            if (paths.Contains("completed"))
                (order.Completed, order.State) = (request.Completed, StateOf(request.Completed));
            if (paths.Contains("date") && request.Date.Length > 0)
                order.Date = OrderStep.Dates[request.Date];
            order.Etag = $"{int.Parse(order.Etag, null) + 1}";
            order.UpdateTime = answer?.Order.UpdateTime;
            return new UpdateOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok, Order = order };
        });
    }

    private Expected Delete(DeleteOrderRequest request)
    {
        var expected = Existing(request.Uuid, request.Etag, order =>
        {
            orders.Remove(order);
            return new DeleteOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok, Success = true };
        });
        return expected.Code == StatusCode.NotFound ? Expected.Of(new DeleteOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok }) : expected;
    }

    private Expected List(ListOrdersRequest request, ListOrdersResponse? answer)
    {
        if (request.PageSize < 0)
            return Expected.Refusal(StatusCode.InvalidArgument, "page_size");
        var size = request.PageSize == 0 ? 100 : request.PageSize;
        var found = Enumerable.Reverse(orders).Where(order => order.Completed == request.Completed).ToList();
        return Expected.Of(new ListOrdersResponse
        {
            NotificationType = OrderNotificationTypeEnum.Ok,
            Orders = { found.Take(size) },
            NextPageToken = found.Count > size ? answer?.NextPageToken : "",
        });
    }

    private Expected Existing(string uuid, string etag, Func<Order, IMessage> answer)
    {
        if (!Guid.TryParse(uuid, out _))
            return Expected.Refusal(StatusCode.InvalidArgument, "uuid");
        var order = orders.Find(order => order.Uuid == uuid);
        if (order is null)
            return Expected.Refusal(StatusCode.NotFound, "uuid");
        return etag.Length > 0 && etag != order.Etag ? Expected.Refusal(StatusCode.Aborted, "etag") : Expected.Of(answer(order));
    }

    private string[] WrongName(string name) => name.EndsWith(tag, StringComparison.Ordinal) ? [] : ["name"];

    private static Order.Types.State StateOf(bool completed) => completed ? Order.Types.State.Delivered : Order.Types.State.Placed;

    private static string[] WrongDate(string date) => OrderStep.Dates[date] is null ? ["date"] : [];

    private static CreateOrderRequest Content(CreateOrderRequest request) => new(request) { Date = OrderStep.Dates[request.Date] };

    private sealed record Expected(StatusCode Code, IMessage? Message, string[] Fields)
    {
        public static Expected Of(IMessage message) => new(StatusCode.OK, message, []);

        public static Expected Refusal(StatusCode code, params string[] fields) => new(code, null, fields);
    }
}
