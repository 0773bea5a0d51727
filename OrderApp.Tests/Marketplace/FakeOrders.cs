using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Tests.Marketplace;

/// <summary>Orders kept in a list; answers as order.proto says, and fails as a test asks.</summary>
internal sealed class FakeOrders : OrderService.OrderServiceBase
{
    private readonly ConcurrentDictionary<string, Order> byRequest = new();
    private readonly ConcurrentDictionary<string, Order> byId = new();
    private readonly ConcurrentDictionary<string, List<OrderEvent>> events = new();
    private readonly TaskCompletionSource listCancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int version;

    /// <summary>When set, every call ends with this status.</summary>
    public Status? Failure { get; set; }

    /// <summary>When set, every call ends with this.</summary>
    public RpcException? Refusal { get; set; }

    /// <summary>Completes when the caller of a list goes away before it has its answer.</summary>
    public Task ListCancelled => listCancelled.Task;

    /// <summary>Awaited before each page of a list is answered.</summary>
    public Func<ListOrdersRequest, Task> BeforeList { get; set; } = _ => Task.CompletedTask;

    /// <summary>The last CreateOrder request that came in.</summary>
    public CreateOrderRequest? LastCreate { get; private set; }

    /// <summary>The last UpdateOrder request that came in.</summary>
    public UpdateOrderRequest? LastUpdate { get; private set; }

    /// <summary>The last ListOrders request that came in.</summary>
    public ListOrdersRequest? LastList { get; private set; }

    public IReadOnlyCollection<Order> All => [.. byId.Values];

    /// <summary>When set, who is nobody is refused, as with Access:AnonymousOrders off.</summary>
    public bool RefusesNobody { get; set; }

    /// <summary>How many of the next calls of AssignOrders fail.</summary>
    public int FailingAssignments { get; set; }

    /// <summary>Who made the last call: an account's or guest's id, "service", or empty for nobody.</summary>
    public string LastCaller { get; private set; } = "";

    public override async Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context)
    {
        Fail();
        var customer = CustomerOf(context);
        LastCreate = request;
        if (request.Name.Length == 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "name: must not be empty"));
        if (request.RequestId.Length > 0 && byRequest.TryGetValue(request.RequestId, out var known))
        {
            if (known.Name != request.Name)
                throw new RpcException(new Status(StatusCode.AlreadyExists, "request_id: was used for another order"));
            await context.WriteResponseHeadersAsync([new("idempotent-replayed", "true")]);
            return new() { NotificationType = OrderNotificationTypeEnum.Ok, Order = known };
        }

        var order = new Order
        {
            Uuid = Guid.CreateVersion7().ToString(),
            Name = request.Name,
            Completed = request.Completed,
            Date = request.Date.Length > 0 ? request.Date : "2026-11-20T11:36:31Z",
            Etag = NextEtag(),
            CreateTime = Timestamp.FromDateTime(DateTime.UtcNow),
            CustomerId = customer,
        };
        Keep(order, OrderEvent.Types.Type.Created);
        if (request.RequestId.Length > 0)
            byRequest[request.RequestId] = order;
        return new() { NotificationType = OrderNotificationTypeEnum.Ok, Order = order };
    }

    public override Task<ReadOrderResponse> ReadOrder(ReadOrderRequest request, ServerCallContext context)
    {
        Fail();
        CustomerOf(context);
        return Task.FromResult(new ReadOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok, Order = Find(request.Uuid) });
    }

    public override Task<UpdateOrderResponse> UpdateOrder(UpdateOrderRequest request, ServerCallContext context)
    {
        Fail();
        LastUpdate = request;
        var order = Find(request.Uuid).Clone();
        CheckEtag(request.Etag, order);
        var sent = new Order { Name = request.Name, Completed = request.Completed, Date = request.Date };
        request.UpdateMask?.Merge(sent, order, new() { ReplacePrimitiveFields = true });
        order.Etag = NextEtag();
        Keep(order, OrderEvent.Types.Type.Updated);
        return Task.FromResult(new UpdateOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok, Order = order });
    }

    public override Task<DeleteOrderResponse> DeleteOrder(DeleteOrderRequest request, ServerCallContext context)
    {
        Fail();
        if (byId.TryGetValue(request.Uuid, out var order))
            CheckEtag(request.Etag, order);
        var success = byId.TryRemove(request.Uuid, out _);
        return Task.FromResult(new DeleteOrderResponse { NotificationType = OrderNotificationTypeEnum.Ok, Success = success });
    }

    public override Task<CancelOrderResponse> CancelOrder(CancelOrderRequest request, ServerCallContext context) =>
        Task.FromResult(new CancelOrderResponse { Order = Move(request.Uuid, request.Etag, order => order.State = Order.Types.State.Cancelled) });

    public override Task<ShipOrderResponse> ShipOrder(ShipOrderRequest request, ServerCallContext context) =>
        Task.FromResult(new ShipOrderResponse
        {
            Order = Move(request.Uuid, request.Etag, order => (order.State, order.TrackingNumber) = (Order.Types.State.Shipped, request.TrackingNumber)),
        });

    public override Task<DeliverOrderResponse> DeliverOrder(DeliverOrderRequest request, ServerCallContext context) =>
        Task.FromResult(new DeliverOrderResponse { Order = Move(request.Uuid, request.Etag, order => (order.State, order.Completed) = (Order.Types.State.Delivered, true)) });

    public override Task<MarkOrderRefundedResponse> MarkOrderRefunded(MarkOrderRefundedRequest request, ServerCallContext context) =>
        Task.FromResult(new MarkOrderRefundedResponse { Order = Move(request.Uuid, "", order => order.State = Order.Types.State.Refunded) });

    public override Task<ListOrderEventsResponse> ListOrderEvents(ListOrderEventsRequest request, ServerCallContext context)
    {
        Fail();
        var size = request.PageSize == 0 ? 100 : request.PageSize;
        var skipped = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, CultureInfo.InvariantCulture);
        var all = events.GetValueOrDefault(request.Uuid, []);
        return Task.FromResult(new ListOrderEventsResponse
        {
            Events = { all.Skip(skipped).Take(size) },
            NextPageToken = all.Count > skipped + size ? (skipped + size).ToString(CultureInfo.InvariantCulture) : "",
        });
    }

    public override async Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        LastList = request.Clone();
        context.CancellationToken.Register(() => listCancelled.TrySetResult());
        await BeforeList(request).WaitAsync(context.CancellationToken);
        Fail();
        CustomerOf(context);
        var size = request.PageSize == 0 ? 100 : request.PageSize;
        var skipped = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, CultureInfo.InvariantCulture);
        var newestFirst = byId.Values.Where(order => request.CustomerId.Length == 0 || order.CustomerId == request.CustomerId).OrderByDescending(order => order.Uuid, StringComparer.Ordinal).ToList();
        return new()
        {
            NotificationType = OrderNotificationTypeEnum.Ok,
            Orders = { newestFirst.Skip(skipped).Take(size) },
            NextPageToken = newestFirst.Count > skipped + size ? (skipped + size).ToString(CultureInfo.InvariantCulture) : "",
        };
    }

    public override async Task WatchOrders(WatchOrdersRequest request, IServerStreamWriter<OrderEvent> responseStream, ServerCallContext context)
    {
        Fail();
        CustomerOf(context);
        await context.WriteResponseHeadersAsync([new("resume-token", "start")]);
    }

    public override Task<AssignOrdersResponse> AssignOrders(AssignOrdersRequest request, ServerCallContext context)
    {
        if (CustomerOf(context) != "service")
            throw new RpcException(new Status(StatusCode.PermissionDenied, "for services"));
        if (FailingAssignments-- > 0)
            throw new RpcException(new Status(StatusCode.Unavailable, "the database is away"));
        var orders = byId.Values.Where(order => order.CustomerId == request.FromCustomerId).ToList();
        foreach (var order in orders)
            order.CustomerId = request.ToCustomerId;
        return Task.FromResult(new AssignOrdersResponse { Count = orders.Count });
    }

    /// <summary>Adds orders behind the callers' backs.</summary>
    public void Add(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var order = new Order { Uuid = Guid.CreateVersion7().ToString(), Name = $"order {number}", Etag = NextEtag() };
            byId[order.Uuid] = order;
        }
    }

    /// <summary>Adds an order behind the callers' backs, and answers its id.</summary>
    public string Add(Order order)
    {
        (order.Uuid, order.Etag, order.CreateTime) = (Guid.CreateVersion7().ToString(), NextEtag(), Timestamp.FromDateTime(DateTime.UtcNow));
        Keep(order, OrderEvent.Types.Type.Created);
        return order.Uuid;
    }

    /// <summary>Keeps no event that was told so far.</summary>
    public void ForgetEvents() => events.Clear();

    private Order Move(string uuid, string etag, Action<Order> change)
    {
        Fail();
        var order = Find(uuid).Clone();
        CheckEtag(etag, order);
        change(order);
        order.Etag = NextEtag();
        Keep(order, OrderEvent.Types.Type.Updated);
        return order;
    }

    private void Keep(Order order, OrderEvent.Types.Type type)
    {
        byId[order.Uuid] = order;
        events.GetOrAdd(order.Uuid, _ => []).Add(new() { Type = type, Order = order, EventTime = Timestamp.FromDateTime(DateTime.UtcNow) });
    }

    // Whose calls these are by what they say; a real service checks it.
    private string CustomerOf(ServerCallContext context)
    {
        LastCaller = "";
        if (context.RequestHeaders.GetValue("authorization") is { } header)
        {
            var token = new JsonWebTokenHandler().ReadJsonWebToken(header["Bearer ".Length..]);
            LastCaller = token.Claims.Any(claim => claim is { Type: "role", Value: Roles.Customer }) ? token.Subject
                : context.RequestHeaders.GetValue(Caller.GuestHeader) ?? "service";
        }

        return LastCaller.Length == 0 && RefusesNobody
            ? throw GrpcErrors.Make(StatusCode.Unauthenticated, "NOT_SIGNED_IN", "sign in first")
            : LastCaller;
    }

    private static void CheckEtag(string etag, Order order)
    {
        if (etag.Length > 0 && etag != order.Etag)
            throw new RpcException(new Status(StatusCode.Aborted, "etag: the order has been changed since it was read"));
    }

    private Order Find(string uuid) =>
        byId.GetValueOrDefault(uuid) ?? throw new RpcException(new Status(StatusCode.NotFound, $"there is no order {uuid}"));

    private string NextEtag() => Interlocked.Increment(ref version).ToString(CultureInfo.InvariantCulture);

    private void Fail()
    {
        if (Refusal is not null)
            throw Refusal;
        if (Failure is { } status)
            throw new RpcException(status);
    }
}
