using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.Orders.Watch;
using OrderApp.Protos;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OrderSchemaTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await using var context = await host.Service.Services.GetRequiredService<IDbContextFactory<OrderDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, host.Database);
    }

    [Theory]
    [InlineData("DELETE FROM order_feed")]
    [InlineData("TRUNCATE order_feed")]
    public async Task The_row_that_gives_events_their_places_cannot_be_removed_by_mistake(string mistake)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(mistake));

        Assert.StartsWith("order_feed must keep its row", refused.MessageText, StringComparison.Ordinal);
        await host.Client.CreateOrderAsync(new() { Name = "Dune" });
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM order_events"));
    }

    [Fact]
    public async Task A_version_can_be_taken_back_and_no_event_is_lost_by_it()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Dune" })).Order;
        await host.Client.CreateOrderAsync(new() { Name = "Emma" });
        await host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Dune", Completed = true });
        await using var context = await host.Service.Services.GetRequiredService<IDbContextFactory<OrderDbContext>>().CreateDbContextAsync();

        await context.GetService<IMigrator>().MigrateAsync("20261121000000_RequestStoredTime");

        await using var command = host.Database.CreateCommand("SELECT string_agg(position || ' ' || type || ' ' || name || ' ' || version, ', ' ORDER BY position) FROM order_events");
        Assert.Equal("1 1 Dune 1, 2 1 Emma 1, 3 2 Dune 2", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Orders_and_events_of_the_version_before_are_there_after_an_upgrade()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using (var context = new OrderDbContext(new DbContextOptionsBuilder<OrderDbContext>().UseNpgsql(connection).Options))
            await context.GetService<IMigrator>().MigrateAsync("20261121000000_RequestStoredTime");
        await using var source = NpgsqlDataSource.Create(connection);
        var id = Guid.CreateVersion7();
        await using (var former = source.CreateCommand(
            $"""
            INSERT INTO orders (id, name, completed, date, version, create_time, update_time) VALUES ('{id}', 'Dune', false, now(), 1, now(), now());
            INSERT INTO order_names VALUES ('Dune');
            UPDATE order_feed SET position = 3;
            INSERT INTO order_events (position, type, event_time, order_id, name, completed, date, version, create_time)
            SELECT 3, 1, update_time, id, name, completed, date, version, create_time FROM orders;
            """))
        {
            await former.ExecuteNonQueryAsync();
        }


        await using var host = await OrderServiceHost.StartOnAsync(connection);
        var before = (await host.Client.ListOrderEventsAsync(new() { Uuid = $"{id}" })).Events;
        using var resumed = await Watching.StartAsync(host.Client, new() { ResumeToken = ResumeToken.Write(2, OrderAccess.OfNobody) });
        await host.Client.UpdateOrderAsync(new() { Uuid = $"{id}", Name = "Dune", Completed = true });
        var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(host.Client, new WatchOrdersRequest { ResumeToken = ResumeToken.Write(1, OrderAccess.OfNobody) }));

        Assert.Equal([OrderEvent.Types.Type.Created], before.Select(happened => happened.Type));
        Assert.Equal(
            [OrderEvent.Types.Type.Created, OrderEvent.Types.Type.Updated], (await resumed.TakeAsync(2)).Select(happened => happened.Type));
        Assert.Equal(StatusCode.OutOfRange, status.StatusCode); // position 2 had been pruned
    }

    [Fact]
    public async Task Orders_and_request_ids_from_before_there_were_customers_are_nobodys_and_replay_as_before()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using (var context = new OrderDbContext(new DbContextOptionsBuilder<OrderDbContext>().UseNpgsql(connection).Options))
            await context.GetService<IMigrator>().MigrateAsync("20261121180000_NamesByTheirBytes");
        await using var source = NpgsqlDataSource.Create(connection);
        var id = Guid.CreateVersion7();
        await using (var former = source.CreateCommand(FormerCreate(id, "key", 1)))
            await former.ExecuteNonQueryAsync();

        await using var callers = await Callers.StartOnAsync(connection);
        var replayed = await callers.CreateAsync("nobody", "Emma", "key");
        var adas = await callers.CreateAsync("ada", "Emma", "key");

        Assert.Equal(($"{id}", ""), (replayed.Uuid, replayed.CustomerId));
        Assert.NotEqual(replayed.Uuid, adas.Uuid);
        foreach (var caller in Callers.Names)
            Assert.Equal("Emma", await callers.NameAsync(caller, $"{id}"));
        Assert.Equal("", Assert.Single((await callers.Client.ListOrderEventsAsync(new() { Uuid = $"{id}" })).Events).Order.CustomerId);
    }

    [Fact]
    public async Task What_a_replica_of_the_version_before_creates_after_an_upgrade_is_nobodys_and_its_request_ids_are_known()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var id = Guid.CreateVersion7();
        await callers.Host.ExecuteAsync(FormerCreate(id, "key", 1));

        Assert.Equal($"{id}", (await callers.CreateAsync("nobody", "Emma", "key")).Uuid);
        Assert.Equal(["Emma"], await callers.ListAsync("bob"));
        var again = await Assert.ThrowsAsync<PostgresException>(() => callers.Host.ExecuteAsync(FormerCreate(Guid.CreateVersion7(), "key", 2)));
        Assert.Equal("PK_order_requests", again.ConstraintName);
    }

    [Fact]
    public async Task The_table_of_orders_is_not_written_anew_by_an_upgrade()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using var context = new OrderDbContext(new DbContextOptionsBuilder<OrderDbContext>().UseNpgsql(connection).Options);
        await context.GetService<IMigrator>().MigrateAsync("20261121180000_NamesByTheirBytes");
        var before = await FilesAsync(context);

        await context.Database.MigrateAsync();

        Assert.Equal(before, await FilesAsync(context));
    }

    [Fact]
    public async Task Taken_back_the_version_before_finds_customers_orders_and_only_nobodys_request_ids()
    {
        await using var callers = await Callers.StartAsync(postgres);
        foreach (var caller in new[] { "ada", "bob", "nobody" })
            await callers.CreateAsync(caller, caller, "the same key");
        await using var context = await callers.Host.Service.Services.GetRequiredService<IDbContextFactory<OrderDbContext>>().CreateDbContextAsync();

        await context.GetService<IMigrator>().MigrateAsync("20261121180000_NamesByTheirBytes");

        Assert.Equal(3, await callers.Host.CountAsync("SELECT count(*) FROM order_events"));
        Assert.Equal(1, await callers.Host.CountAsync("SELECT count(*) FROM order_requests"));
    }

    [Fact]
    public async Task Four_replicas_that_start_at_once_on_an_empty_database_all_serve()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");

        var replicas = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OrderServiceHost.StartOnAsync(connection)));

        foreach (var replica in replicas)
            await replica.Client.CreateOrderAsync(new() { Name = "by each" });
        Assert.Equal(4, (await replicas[0].Client.ListOrdersAsync(new())).Orders.Count);
        foreach (var replica in replicas)
            await replica.DisposeAsync();
    }

    private static async Task<List<string>> FilesAsync(OrderDbContext context) => await context.Database.SqlQuery<string>(
        $"SELECT relname || ' ' || relfilenode AS \"Value\" FROM pg_class WHERE relname IN ('orders', 'order_changes', 'order_requests') ORDER BY 1").ToListAsync();

    // What the version before stored for a create with a request_id.
    private static string FormerCreate(Guid id, string key, int position) =>
        $"""
        UPDATE order_feed SET position = {position};
        INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time)
        VALUES ('{key}', substring(sha256(decode(repeat('00', 17), 'hex') || convert_to('Emma', 'UTF8')) FOR 16), '{id}', now(), now());
        INSERT INTO order_names VALUES ('Emma') ON CONFLICT DO NOTHING;
        INSERT INTO orders (id, name, completed, date, version, create_time, update_time, created_position)
        VALUES ('{id}', 'Emma', false, now(), 1, now(), now(), {position});
        """;
}
