using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Orders.Storage;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Orders.Life;

public sealed class LifeSchemaTests(PostgresServer postgres)
{
    private const string Before = "20261125183754_OrdersOfCustomers";

    [Fact]
    public async Task Orders_from_before_there_were_states_are_PLACED_or_DELIVERED_and_no_table_is_rewritten()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        await using var context = new OrderDbContext(new DbContextOptionsBuilder<OrderDbContext>().UseNpgsql(connection).Options);
        await context.GetService<IMigrator>().MigrateAsync(Before);
        var (open, done) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var source = NpgsqlDataSource.Create(connection))
        await using (var former = source.CreateCommand(FormerCreate(open, completed: false, 1) + FormerCreate(done, completed: true, 2)))
            await former.ExecuteNonQueryAsync();
        var files = await FilesAsync(context);

        await using var callers = await Callers.StartOnAsync(connection);

        Assert.Equal((State.Placed, State.Delivered), ((await callers.ReadAsync($"{open}")).State, (await callers.ReadAsync($"{done}")).State));
        Assert.Equal(files, await FilesAsync(context));
        using var resumed = await callers.WatchAsync("operator", new() { ResumeToken = OrderApp.Orders.Watch.ResumeToken.Write(0, OrderApp.Orders.Common.OrderAccess.Everything) });
        Assert.Equal([State.Placed, State.Delivered], (await resumed.TakeAsync(2)).Select(told => told.Order.State));
        Assert.Equal(State.Cancelled, (await callers.MoveAsync("CancelOrder", $"{open}")).State);
        Assert.Equal(State.Placed, (await callers.MoveAsync("Reopen", $"{done}")).State);
    }

    [Fact]
    public async Task A_replica_of_the_version_before_makes_and_completes_orders_after_an_upgrade()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var id = Guid.CreateVersion7();
        await callers.Host.ExecuteAsync(FormerCreate(id, completed: false, 1));
        var bought = await callers.BuyAsync(callers.Ada);

        Assert.Equal(State.Placed, (await callers.ReadAsync($"{id}")).State);
        await callers.Host.ExecuteAsync("UPDATE orders SET completed = true, version = version + 1");

        Assert.Equal(State.Delivered, (await callers.ReadAsync($"{id}")).State);
        Assert.Equal(State.Delivered, (await callers.ReadAsync(bought.Uuid)).State);
        Assert.Equal(State.Refunded, (await callers.MoveAsync("MarkOrderRefunded", bought.Uuid)).State);
    }

    [Fact]
    public async Task Taken_back_the_version_before_finds_orders_and_events()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var order = await callers.BuyAsync(callers.Ada);
        foreach (var move in new[] { "ShipOrder", "DeliverOrder" })
            await callers.MoveAsync(move, order.Uuid);
        await using var context = await callers.Host.Service.Services.GetRequiredService<IDbContextFactory<OrderDbContext>>().CreateDbContextAsync();

        await context.GetService<IMigrator>().MigrateAsync(Before);

        Assert.Equal(1, await callers.Host.CountAsync("SELECT count(*) FROM orders WHERE completed AND customer_id = $1", callers.Ada));
        Assert.Equal(3, await callers.Host.CountAsync("SELECT count(*) FROM order_events"));
    }

    private static async Task<List<string>> FilesAsync(OrderDbContext context) => await context.Database.SqlQuery<string>(
        $"SELECT relname || ' ' || relfilenode AS \"Value\" FROM pg_class WHERE relname IN ('orders', 'order_changes', 'order_requests') ORDER BY 1").ToListAsync();

    // What the version before stored for a create.
    private static string FormerCreate(Guid id, bool completed, int position) =>
        $"""
        UPDATE order_feed SET position = {position};
        INSERT INTO order_names VALUES ('Emma') ON CONFLICT DO NOTHING;
        INSERT INTO orders (id, name, completed, date, version, create_time, update_time, created_position)
        VALUES ('{id}', 'Emma', {completed}, now(), 1, now(), now(), {position});
        """;
}
