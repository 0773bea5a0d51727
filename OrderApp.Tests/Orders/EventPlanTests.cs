using Microsoft.Extensions.Options;
using OrderApp.Orders.Common;
using OrderApp.Orders.Watch;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>What PostgreSQL really does for those who ask for events, told by auto_explain about the very statements the service sends.</summary>
public sealed class EventPlanTests(PostgresServer postgres)
{
    private const int Orders = 20_000;

    // The table of one row that tells from where on events are kept.
    private const string Feed = "PK_order_feed";

    [Fact]
    public async Task A_page_of_events_reads_no_more_than_it_holds_of_creations_and_of_changes()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);

        var plan = await StatementPlan.OfAsync(
            host.Connection, async database => Assert.Equal(EventStore.PageSize, (await new EventStore(database).ReadAfterAsync(2000, default)).Count));

        Assert.Equal(["PK_order_changes", "ix_orders_created_position"], plan.Indexes.Where(index => index != Feed));
        Assert.InRange(plan.RowsRead, EventStore.PageSize, (2 * EventStore.PageSize) + 10);
    }

    [Fact]
    public async Task The_history_of_an_order_is_found_by_its_id()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);
        var order = (await host.Client.ListOrdersAsync(new() { Completed = true, PageSize = 1 })).Orders.Single();

        var plan = await StatementPlan.OfAsync(host.Connection, async database => Assert.Equal(
            ["CREATED", "UPDATED"],
            (await new HistoryHandler(database, Options.Create(new OrderOptions())).HandleAsync(new() { Uuid = order.Uuid }, OrderAccess.OfNobody, default)).Events.Select(happened => happened.Type.ToString().ToUpperInvariant())));

        Assert.Equal(["ix_order_changes_order_id_position", "PK_orders"], plan.Indexes.Where(index => index != Feed));
        Assert.InRange(plan.RowsRead, 2, 10);
    }

    // Every tenth is completed after it was made.
    private static async Task FillAsync(OrderServiceHost host)
    {
        var ids = await host.AddOrdersAsync(Orders);
        await host.ExecuteAsync(
            """
            UPDATE orders SET created_position = place FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM orders) AS made WHERE made.id = orders.id;
            UPDATE order_feed SET position = (SELECT max(created_position) FROM orders);
            """);
        await Parallel.ForEachAsync(
            ids.Where((_, number) => number % 10 == 0),
            async (id, cancelled) => await host.Client.UpdateOrderAsync(
                new() { Uuid = id, Completed = true, UpdateMask = new() { Paths = { "completed" } } }, cancellationToken: cancelled));
        await host.ExecuteAsync("VACUUM ANALYZE orders, order_changes");
    }
}
