using System.Globalization;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>Orders in memory, with the events of their states.</summary>
internal sealed class FakeBookOfOrders(Faults faults) : OrderService.OrderServiceBase
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Order> orders = [];
    private readonly Dictionary<string, string> keys = [];
    private readonly List<OrderEvent> events = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int oldest;

    public IReadOnlyList<Order> All
    {
        get
        {
            lock (gate)
                return [.. orders.Values];
        }
    }

    public Order? Find(string uuid)
    {
        lock (gate)
            return orders.GetValueOrDefault(uuid);
    }

    /// <summary>Cancels, as a customer does.</summary>
    public void Cancel(string uuid)
    {
        lock (gate)
            Change(uuid, State.Cancelled);
    }

    /// <summary>Tells of an order again, as it is.</summary>
    public void Repeat(string uuid)
    {
        lock (gate)
            Tell(orders[uuid]);
    }

    /// <summary>Keeps no event that was told so far.</summary>
    public void ForgetEvents()
    {
        lock (gate)
            oldest = events.Count;
    }

    public override Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context) => faults.RunAsync("CreateOrder", () =>
    {
        lock (gate)
        {
            if (keys.TryGetValue(request.RequestId, out var known))
                return new CreateOrderResponse { Order = orders[known] };
            var order = new Order
            {
                Uuid = request.Uuid,
                Name = request.Name,
                State = request.State,
                Lines = { request.Lines },
                Total = request.Total,
                CustomerId = request.CustomerId,
                DeliveryAddress = request.DeliveryAddress,
                Promotion = request.Promotion,
            };
            if (!orders.TryAdd(request.Uuid, order))
                throw GrpcErrors.Make(StatusCode.AlreadyExists, "UUID_TAKEN", "taken");
            keys[request.RequestId] = request.Uuid;
            Tell(order);
            return new CreateOrderResponse { Order = order };
        }
    });

    public override Task<ReadOrderResponse> ReadOrder(ReadOrderRequest request, ServerCallContext context) => faults.RunAsync("ReadOrder", () =>
        new ReadOrderResponse { Order = Find(request.Uuid) ?? throw GrpcErrors.NotFound("NONE", "none") });

    public override Task<CancelOrderResponse> CancelOrder(CancelOrderRequest request, ServerCallContext context) => faults.RunAsync("CancelOrder", () =>
    {
        lock (gate)
            return new CancelOrderResponse { Order = Change(request.Uuid, State.Cancelled) };
    });

    public override Task<MarkOrderRefundedResponse> MarkOrderRefunded(MarkOrderRefundedRequest request, ServerCallContext context) => faults.RunAsync("MarkOrderRefunded", () =>
    {
        lock (gate)
            return new MarkOrderRefundedResponse { Order = Change(request.Uuid, State.Refunded) };
    });

    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context) =>
        Task.FromResult(new ListOrdersResponse { Orders = { All } });

    public override async Task WatchOrders(WatchOrdersRequest request, IServerStreamWriter<OrderEvent> responseStream, ServerCallContext context)
    {
        int next;
        lock (gate)
        {
            next = request.ResumeToken.Length == 0 ? events.Count : int.Parse(request.ResumeToken, CultureInfo.InvariantCulture) + 1;
            if (next < oldest)
                throw new RpcException(new(StatusCode.OutOfRange, "resume_token: too old"));
        }

        await context.WriteResponseHeadersAsync(new() { { "resume-token", (next - 1).ToString(CultureInfo.InvariantCulture) } });
        while (true)
        {
            Task more;
            OrderEvent? told;
            lock (gate)
            {
                more = changed.Task;
                told = next < events.Count ? events[next++] : null;
            }

            if (told is null)
                await more.WaitAsync(context.CancellationToken);
            else
                await responseStream.WriteAsync(told);
        }
    }

    private Order Change(string uuid, State to)
    {
        var order = orders.GetValueOrDefault(uuid)?.Clone() ?? throw GrpcErrors.NotFound("NONE", "none");
        if (order.State == to || (order.State is State.Refunded && to is State.Cancelled))
            return order;
        order.State = to;
        orders[uuid] = order;
        Tell(order);
        return order;
    }

    private void Tell(Order order)
    {
        events.Add(new()
        {
            Type = OrderEvent.Types.Type.Updated,
            Order = order.Clone(),
            ResumeToken = events.Count.ToString(CultureInfo.InvariantCulture),
        });
        (var told, changed) = (changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        told.SetResult();
    }
}
