using Microsoft.Extensions.DependencyInjection;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>Replicas whose clocks are days off keep what is to be kept, and no longer.</summary>
public sealed class RetentionClockTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_replica_whose_clock_is_days_off_forgets_neither_request_ids_nor_events(int daysOff)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.ExecuteAsync(
            """
            INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time, stored_time)
            VALUES ('of the day before yesterday', '', gen_random_uuid(), now(), now(), now() - interval '2 days')
            """);
        await using var wrong = TestService<OrderGrpcService>.Start(
            services => services.AddSingleton<TimeProvider>(new ShiftedClock(TimeSpan.FromDays(daysOff))),
            ("ConnectionStrings:orderdb", host.Connection), ("Orders:PruneInterval", "00:00:01"));
        var client = new OrderService.OrderServiceClient(wrong.Channel);
        var right = await host.Client.CreateOrderAsync(new() { Name = "by the right clock", RequestId = "right" });
        var made = await CreateOnceReadyAsync(client);

        // It has pruned, and does so every second.
        await Eventually.TrueAsync(async () => await host.CountAsync("SELECT count(*) FROM order_requests WHERE request_id LIKE 'of the day%'") == 0, "what is old is forgotten");
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);

        Assert.Equal(right.Order.Uuid, (await client.CreateOrderAsync(new() { Name = "by the right clock", RequestId = "right" })).Order.Uuid);
        Assert.Equal(made.Order.Uuid, (await host.Client.CreateOrderAsync(new() { Name = "by the wrong clock", RequestId = "wrong" })).Order.Uuid);
        Assert.Equal(2, await host.CountAsync("SELECT count(*) FROM orders"));
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM order_events WHERE name = 'by the right clock'"));
    }

    private static async Task<CreateOrderResponse> CreateOnceReadyAsync(OrderService.OrderServiceClient client)
    {
        CreateOrderResponse? made = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    made = await client.CreateOrderAsync(new() { Name = "by the wrong clock", RequestId = "wrong" });
                }
                catch (Grpc.Core.RpcException)
                {
                    // Not ready yet.
                }

                return made is not null;
            },
            "the replica with the wrong clock is ready");
        return made!;
    }
}
