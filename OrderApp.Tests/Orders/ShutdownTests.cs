using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Npgsql;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using HealthStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.Tests.Orders;

public sealed class ShutdownTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_service_that_is_told_to_stop_under_load_drops_nothing_that_it_acknowledged_and_ends_well()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using var service = Service(connection);
        await service.StartAndWaitAsync();
        var load = new OrderLoad("order");
        var exitCode = -1;

        await load.RunAsync(service.GrpcAddress, async () => exitCode = await service.StopAsync());

        await using var database = NpgsqlDataSource.Create(connection);
        await using var count = database.CreateCommand("SELECT count(*) FROM orders WHERE id = ANY($1)");
        count.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. load.Acknowledged.Select(order => Guid.Parse(order.Uuid))] });
        Assert.Equal(0, exitCode);
        Assert.Equal((long)load.Acknowledged.Count, await count.ExecuteScalarAsync());
        Assert.All(load.Failures, code => Assert.Equal(StatusCode.Unavailable, code));
    }

    [Fact]
    public async Task Calls_under_way_are_finished_and_health_says_not_serving_meanwhile()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using var service = Service(connection);
        await service.StartAndWaitAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        using var channel = GrpcChannel.ForAddress(service.GrpcAddress);
        var client = new OrderService.OrderServiceClient(channel);
        using var health = new Health.HealthClient(channel).Watch(new());
        await WaitForAsync(health, HealthStatus.Serving);
        using var watching = await Watching.StartAsync(client);

        await using var connectionThatLocks = await database.OpenConnectionAsync();
        await using var transaction = await connectionThatLocks.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT position FROM order_feed FOR UPDATE", connectionThatLocks, transaction))
            await command.ExecuteScalarAsync();
        var creating = client.CreateOrderAsync(new() { Name = "under way" }).ResponseAsync;
        await Eventually.TrueAsync(async () =>
        {
            await using var waiting = database.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");
            return await waiting.ExecuteScalarAsync() is > 0L;
        }, "the create waits in the database");
        var stopping = service.StopAsync();
        await WaitForAsync(health, HealthStatus.NotServing);
        Assert.False(creating.IsCompleted);
        await transaction.RollbackAsync();

        var created = await creating;
        Assert.Equal(0, await stopping);
        await using var kept = database.CreateCommand("SELECT name FROM orders WHERE id = $1");
        kept.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(created.Order.Uuid) });
        Assert.Equal("under way", await kept.ExecuteScalarAsync());
    }

    private static async Task WaitForAsync(AsyncServerStreamingCall<HealthCheckResponse> health, HealthStatus status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        do
            Assert.True(await health.ResponseStream.MoveNext(limit.Token), $"the stream ended before {status}");
        while (health.ResponseStream.Current.Status != status);
    }

    private static ServiceProcess Service(string connection) =>
        new(typeof(OrderGrpcService).Assembly.Location, ("ConnectionStrings:orderdb", connection));
}
