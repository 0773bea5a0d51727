using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using OrderApp.Protos;

namespace OrderApp.Benchmarks.Yardsticks;

/// <summary>CreateOrder as it is usually written: one prepared INSERT per call; no request_id, no events, no further index.</summary>
internal sealed class NaiveOrderService(NpgsqlDataSource database) : OrderService.OrderServiceBase
{
    public override async Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context)
    {
        var (id, now) = (Guid.CreateVersion7(), DateTime.UtcNow);
        await using var command = database.CreateCommand(
            """
            INSERT INTO plain_orders (id, name, completed, date, user_id, book_id, version, create_time, update_time)
            VALUES ($1, $2, $3, $4, NULL, NULL, 1, $4, $4)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Name });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = request.Completed });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now });
        await command.ExecuteNonQueryAsync(context.CancellationToken);

        return new()
        {
            NotificationType = OrderNotificationTypeEnum.Ok,
            Order = new()
            {
                Uuid = id.ToString(),
                Name = request.Name,
                Completed = request.Completed,
                Date = now.ToString("O"),
                Etag = "1",
                CreateTime = Timestamp.FromDateTime(now),
                UpdateTime = Timestamp.FromDateTime(now),
            },
        };
    }
}
