using System.Diagnostics.CodeAnalysis;
using Npgsql;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>Promise 1. A few rounds as a rule, 20 of each kind in the long run.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Lost =
        """
        SELECT count(*) FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::int[]) AS acknowledged(id, name, completed, user_id)
        LEFT JOIN orders USING (id, name, completed, user_id) WHERE orders.id IS NULL
        """;

    private static readonly int Rounds = Environment.GetEnvironmentVariable("ORDERAPP_TEST_LONG") == "1" ? 20 : 3;

    [Fact]
    public async Task What_was_acknowledged_is_there_once_with_its_event_however_often_the_service_is_killed() =>
        await KillAsync((service, _) => service.KillAsync());

    [Fact]
    public async Task What_was_acknowledged_is_there_once_with_its_event_however_often_the_database_is_killed() =>
        await KillAsync((_, database) => database.Server.KillAsync());

    private async Task KillAsync(Func<ServiceProcess, OwnPostgres, Task> kill)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var database = await OwnPostgres.StartAsync();
        await using var service = new ServiceProcess(typeof(OrderGrpcService).Assembly.Location, ("ConnectionStrings:orderdb", database.Connection));
        await service.StartAndWaitAsync();
        var load = new OrderLoad("order");

        for (var round = 0; round < Rounds; round++)
        {
            await load.RunAsync(service.GrpcAddress, async () =>
            {
                await Task.Delay(random.Next(50, 500));
                await kill(service, database);
            });
            if (database.Server.ProcessId is null)
                await database.Server.StartAsync();
            if (!service.IsAlive)
                service.Start();
            await service.WaitAsync();
            await load.RetryAsync(service.GrpcAddress);
            await AssertNothingLostOrDoubledAsync(database.Connection, load);
        }

        output.WriteLine($"{load.Acknowledged.Count} orders acknowledged, {load.Failures.Count} calls failed");
        Assert.NotEmpty(load.Failures);
    }

    private static async Task AssertNothingLostOrDoubledAsync(string connection, OrderLoad load)
    {
        await using var database = NpgsqlDataSource.Create(connection + ";Pooling=false");
        Order[] acknowledged = [.. load.Acknowledged];
        Assert.Equal(acknowledged.Length, acknowledged.Select(order => order.Uuid).Distinct().Count());

        await using var lost = database.CreateCommand(Lost);
        lost.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. acknowledged.Select(order => Guid.Parse(order.Uuid))] });
        lost.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. acknowledged.Select(order => order.Name)] });
        lost.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. acknowledged.Select(order => order.Completed)] });
        lost.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. acknowledged.Select(order => order.UserId)] });
        Assert.Equal(0L, await lost.ExecuteScalarAsync());

        foreach (var wrong in new[]
        {
            "SELECT name FROM orders GROUP BY name HAVING count(*) > 1",
            "SELECT id FROM orders LEFT JOIN order_events ON order_id = id GROUP BY id HAVING count(order_id) <> 1",
            "SELECT order_id FROM order_events LEFT JOIN orders ON order_id = id WHERE id IS NULL",
            "SELECT order_id FROM order_events JOIN orders ON order_id = id WHERE (order_events.name, order_events.date, order_events.version) <> (orders.name, orders.date, orders.version)",
            "SELECT request_id FROM order_requests LEFT JOIN orders ON order_id = id WHERE id IS NULL",
            "SELECT position FROM order_feed WHERE position <> (SELECT count(*) FROM order_events) OR position <> (SELECT max(position) FROM order_events)",
        })
        {
            await using var command = database.CreateCommand($"SELECT count(*) FROM ({wrong}) AS wrong");
            Assert.True(await command.ExecuteScalarAsync() is 0L, wrong);
        }
    }
}
