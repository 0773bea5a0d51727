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
}
