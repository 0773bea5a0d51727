using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Npgsql;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Faults;
using OrderApp.Tests.Support;
using HealthStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.Tests.Orders;

public sealed class OutageTests(PostgresServer postgres)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly string Id = Guid.CreateVersion7().ToString();

    private static readonly IMessage[] Requests =
    [
        new CreateOrderRequest { Name = "Away" }, new CreateOrderRequest { Name = "Away", RequestId = "away" }, new ReadOrderRequest { Uuid = Id },
        new UpdateOrderRequest { Uuid = Id, Name = "Away" }, new DeleteOrderRequest { Uuid = Id }, new ListOrdersRequest(),
        new ListOrdersRequest { Query = "away" }, new WatchOrdersRequest(), new ListOrderEventsRequest { Uuid = Id },
    ];

    [Fact]
    public async Task While_the_database_is_away_every_call_is_unavailable_within_a_second_and_once_it_is_back_all_work_within_five()
    {
        await using var database = await OwnPostgres.StartAsync();
        await using var host = await OrderServiceHost.StartOnAsync(database.Connection);
        await host.Client.CreateOrderAsync(new() { Name = "Before" });
        var health = new Health.HealthClient(host.Service.Channel);

        await database.Server.KillAsync();
        foreach (var request in Requests)
        {
            var watch = Stopwatch.StartNew();
            var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(host.Client, request));
            Assert.True(status.StatusCode == StatusCode.Unavailable, $"{request.Descriptor.Name}: {status}");
            Assert.True(watch.Elapsed < Second, $"{request.Descriptor.Name} took {watch.Elapsed}");
        }

        await Eventually.TrueAsync(async () => (await health.CheckAsync(new())).Status == HealthStatus.NotServing, "health is NOT_SERVING", TimeSpan.FromSeconds(5));
        using (var alive = await host.Service.Http.GetAsync(new Uri("/alive", UriKind.Relative)))
            Assert.True(alive.IsSuccessStatusCode);

        await database.Server.StartAsync();
        await Eventually.TrueAsync(() => WorksAsync(host.Client), "orders are taken again", TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(async () => (await health.CheckAsync(new())).Status == HealthStatus.Serving, "health is SERVING", TimeSpan.FromSeconds(5));
        Assert.Equal("Before", (await host.Client.ListOrdersAsync(new() { Query = "before" })).Orders.Single().Name);
    }

    [Fact]
    public async Task The_first_create_after_an_outage_that_none_saw_is_taken()
    {
        await using var database = await OwnPostgres.StartAsync();
        await using var host = await OrderServiceHost.StartOnAsync(database.Connection);
        await host.Client.CreateOrderAsync(new() { Name = "Before" });

        await database.Server.KillAsync();
        await database.Server.StartAsync();

        await host.Client.CreateOrderAsync(new() { Name = "After" });
    }

    [Fact]
    public async Task A_watcher_survives_an_outage_and_misses_nothing()
    {
        await using var database = await OwnPostgres.StartAsync();
        await using var host = await OrderServiceHost.StartOnAsync(database.Connection);
        using var watching = await Watching.StartAsync(host.Client);
        await host.Client.CreateOrderAsync(new() { Name = "Before" });

        await database.Server.KillAsync();
        await database.Server.StartAsync();
        await Eventually.TrueAsync(() => WorksAsync(host.Client), "orders are taken again", TimeSpan.FromSeconds(5));

        Assert.Equal(["Before", "After"], (await watching.TakeAsync(2)).Select(told => told.Order.Name));
    }

    [Theory]
    [InlineData("pg_terminate_backend")]
    [InlineData("pg_cancel_backend")]
    public async Task Sessions_that_the_server_ends_or_cancels_in_the_middle_of_a_statement_make_the_call_unavailable(string end)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await using var connection = await host.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand("SELECT position FROM order_feed FOR UPDATE", connection, transaction))
            await held.ExecuteScalarAsync();

        var creating = host.Client.CreateOrderAsync(new() { Name = "Cut" }).ResponseAsync;
        await Eventually.TrueAsync(async () => await host.CountAsync(
            $"SELECT count({end}(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") > 0, "a session was ended");
        var status = await Refusal.OfAsync(() => creating);

        Assert.Equal(StatusCode.Unavailable, status.StatusCode);
    }

    [Fact]
    public async Task A_database_that_lets_nobody_in_for_whatever_reason_is_away_and_once_it_does_all_works_again()
    {
        var user = $"user_{Guid.NewGuid():N}";
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using var database = NpgsqlDataSource.Create(connection);
        Task RunAsync(string sql) => database.CreateCommand(sql).ExecuteNonQueryAsync();
        await RunAsync($"CREATE ROLE {user} SUPERUSER LOGIN PASSWORD 'open'");
        await using var host = await OrderServiceHost.StartOnAsync(
            new NpgsqlConnectionStringBuilder(connection) { Username = user, Password = "open" }.ConnectionString);

        // PostgreSQL refuses the session with a code that is not one of passing troubles, as it does when its disk is full.
        await RunAsync($"ALTER ROLE {user} NOLOGIN");
        await RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{user}'");
        foreach (var request in Requests.Concat(Requests))
        {
            var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(host.Client, request));
            Assert.True(status.StatusCode == StatusCode.Unavailable, $"{request.Descriptor.Name}: {status}");
        }

        await RunAsync($"ALTER ROLE {user} LOGIN");
        await Eventually.TrueAsync(() => WorksAsync(host.Client), "orders are taken again");
    }

    [Fact]
    public async Task A_service_that_starts_before_its_database_says_unavailable_until_it_is_there()
    {
        await using var database = new OwnPostgres();
        await using var service = TestService<OrderGrpcService>.Start(null, ("ConnectionStrings:orderdb", "Host=127.0.0.1;Port=1;Database=orderdb"));
        var client = new OrderService.OrderServiceClient(service.Channel);

        foreach (var request in Requests)
        {
            var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(client, request));
            Assert.True(status.StatusCode == StatusCode.Unavailable, $"{request.Descriptor.Name}: {status}");
        }
    }

    [Fact]
    public async Task A_service_that_starts_before_its_database_serves_within_five_seconds_once_it_is_there()
    {
        await using var database = new OwnPostgres();
        await database.Server.StartAsync();
        await database.Server.StopAsync();
        await using var service = TestService<OrderGrpcService>.Start(null, ("ConnectionStrings:orderdb", database.Connection));
        var client = new OrderService.OrderServiceClient(service.Channel);
        Assert.Equal(StatusCode.Unavailable, (await Refusal.OfAsync(client.ListOrdersAsync(new()))).StatusCode);

        await database.Server.StartAsync();

        await Eventually.TrueAsync(() => WorksAsync(client), "orders are taken", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Calls_that_come_before_the_schema_is_there_are_unavailable_too()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using var database = NpgsqlDataSource.Create(connection);
        await using var session = await database.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        // The migrations wait for this table, which they make and lock themselves as a rule.
        await using (var history = new NpgsqlCommand(
            """CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL)""", session, transaction))
        {
            await history.ExecuteNonQueryAsync();
        }

        await using var service = TestService<OrderGrpcService>.Start(null, ("ConnectionStrings:orderdb", connection));
        var client = new OrderService.OrderServiceClient(service.Channel);

        foreach (var request in Requests)
        {
            var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(client, request));
            Assert.True(status.StatusCode == StatusCode.Unavailable, $"{request.Descriptor.Name}: {status}");
        }

        await transaction.RollbackAsync();
        await Eventually.TrueAsync(() => WorksAsync(client), "orders are taken");
    }

    [Fact]
    public async Task When_the_deadline_passes_the_statement_is_cancelled_and_its_connection_free_again()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Held" })).Order;
        await using var connection = await host.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", connection, transaction))
            await held.ExecuteNonQueryAsync();
        DateTime Soon() => DateTime.UtcNow.AddMilliseconds(400);
        Func<Task>[] calls =
        [
            () => host.Client.CreateOrderAsync(new() { Name = "Late" }, deadline: Soon()).ResponseAsync,
            () => host.Client.CreateOrderAsync(new() { Name = "Late", RequestId = "late" }, deadline: Soon()).ResponseAsync,
            () => host.Client.ReadOrderAsync(new() { Uuid = order.Uuid }, deadline: Soon()).ResponseAsync,
            () => host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Late" }, deadline: Soon()).ResponseAsync,
            () => host.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, deadline: Soon()).ResponseAsync,
            () => host.Client.ListOrdersAsync(new(), deadline: Soon()).ResponseAsync,
            () => host.Client.ListOrdersAsync(new() { Query = "held" }, deadline: Soon()).ResponseAsync,
        ];

        var late = await Task.WhenAll(calls.Select(Refusal.OfAsync));
        await Eventually.TrueAsync(async () => await WaitingAsync(host) == 0, "no statement waits any more", TimeSpan.FromSeconds(2));
        await transaction.RollbackAsync();

        Assert.All(late, status => Assert.Equal(StatusCode.DeadlineExceeded, status.StatusCode));
        Assert.Equal(0, await host.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND datname = current_database()"));
        Assert.Equal(order, (await host.Client.ReadOrderAsync(new() { Uuid = order.Uuid })).Order);
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task A_statement_whose_cancellation_is_lost_ends_soon_too()
    {
        var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync("orders"));
        await using var gate = new TcpGate(direct.Port);
        await using var host = await OrderServiceHost.StartOnAsync(new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = gate.Port }.ConnectionString);
        await host.Client.CreateOrderAsync(new() { Name = "Before" });
        await using var database = NpgsqlDataSource.Create(direct);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", connection, transaction))
            await held.ExecuteNonQueryAsync();

        // A request to cancel comes by a connection of its own.
        gate.RefuseNew();
        var status = await Refusal.OfAsync(host.Client.CreateOrderAsync(new() { Name = "Late" }, deadline: DateTime.UtcNow.AddMilliseconds(400)));

        Assert.Equal(StatusCode.DeadlineExceeded, status.StatusCode);
        await using var waiting = database.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");
        await Eventually.TrueAsync(async () => (long)(await waiting.ExecuteScalarAsync())! == 0, "no statement waits any more", TimeSpan.FromSeconds(5));

        await transaction.RollbackAsync();
        gate.Open();
        await Eventually.TrueAsync(() => WorksAsync(host.Client), "orders are taken again", TimeSpan.FromSeconds(5));
    }

    private static Task<long> WaitingAsync(OrderServiceHost host) =>
        host.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");

    private static async Task<bool> WorksAsync(OrderService.OrderServiceClient client)
    {
        try
        {
            return (await client.CreateOrderAsync(new() { Name = "After" })).Order is not null;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }
}
