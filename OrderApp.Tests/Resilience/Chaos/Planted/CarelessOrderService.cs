using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Planted;

/// <summary>A CreateOrder on the shop's own tables, as somebody in a hurry would write it; without a mistake it keeps the promises.</summary>
internal sealed class CarelessOrderService(NpgsqlDataSource database, Mistake mistake) : OrderService.OrderServiceBase
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    public override async Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
            return new() { NotificationType = OrderNotificationTypeEnum.Ok, Order = await CreateAsync(request, new(connection), context.CancellationToken) };
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            throw new RpcException(new(StatusCode.Unavailable, "the database cannot be reached"));
        }
    }

    private async Task<Order> CreateAsync(CreateOrderRequest request, OrderTables tables, CancellationToken cancelled)
    {
        var order = NewOrder(request);
        if (mistake == Mistake.CheckThenInsert && await tables.FindRequestAsync(request.RequestId, cancelled) is { } found)
            return Replay(order, found);

        await tables.BeginAsync(cancelled);
        if (request.RequestId.Length > 0 && !await tables.AddRequestAsync(request.RequestId, order, cancelled) && mistake != Mistake.CheckThenInsert)
            return Replay(order, (await tables.FindRequestAsync(request.RequestId, cancelled))!.Value);
        await tables.AddOrderAsync(order, cancelled);
        if (mistake == Mistake.EventOutsideTransaction)
        {
            await tables.CommitAsync(cancelled);
            await Task.Delay(Moment, cancelled);
        }

        await tables.AddEventAsync(order, cancelled);
        await tables.CommitAsync(cancelled);
        return order;
    }

    private static Order NewOrder(CreateOrderRequest request)
    {
        var now = DateTime.UtcNow;
        var time = Timestamp.FromDateTime(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        return new()
        {
            Uuid = $"{Guid.CreateVersion7()}",
            Name = request.Name,
            Completed = request.Completed,
            State = request.Completed ? Order.Types.State.Delivered : Order.Types.State.Placed,
            Date = time.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            Etag = "1",
            UserId = request.UserId,
            CreateTime = time,
            UpdateTime = time,
        };
    }

    private static Order Replay(Order order, (Guid Id, DateTime Time) first)
    {
        var replayed = order.Clone();
        replayed.Uuid = $"{first.Id}";
        replayed.CreateTime = replayed.UpdateTime = Timestamp.FromDateTime(first.Time);
        replayed.Date = first.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return replayed;
    }
}
