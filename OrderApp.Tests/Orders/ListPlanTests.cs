using Microsoft.Extensions.Options;
using OrderApp.Orders.Common;
using OrderApp.Orders.List;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

/// <summary>What PostgreSQL really does for a list, told by auto_explain about the very statements the service sends.</summary>
public sealed class ListPlanTests(PostgresServer postgres)
{
    private const int Rows = 30_000;

    [Fact]
    public async Task A_page_reads_as_many_rows_at_the_end_of_a_big_table_as_at_its_start()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);
        var request = new ListOrdersRequest { PageSize = 100 };

        var first = await PlanAsync(host, request);
        var deep = await PlanAsync(host, new() { PageSize = 100, PageToken = await TokenAtAsync(host, Rows - 200) });

        Assert.Equal(101, first.RowsRead);
        Assert.Equal(101, deep.RowsRead);
        Assert.Equal(["PK_orders", "PK_orders"], [.. first.Indexes, .. deep.Indexes]);
    }

    [Fact]
    public async Task A_page_of_the_few_completed_orders_reads_only_those()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);

        var plan = await PlanAsync(host, new() { Completed = true, PageSize = 10 });

        Assert.Equal(["ix_orders_completed_id"], plan.Indexes);
        Assert.Equal(11, plan.RowsRead);
    }

    [Fact]
    public async Task A_rare_name_in_a_big_table_is_found_by_the_index_of_names()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);
        await host.Client.CreateOrderAsync(new() { Name = "Zuleikha opens her eyes" });

        var plan = await PlanAsync(host, new() { Query = "zuleikha" });

        Assert.Equal(["ix_order_names_trigrams", "ix_orders_name_id"], plan.Indexes);
        Assert.InRange(plan.RowsRead, 2, 50);
    }

    [Fact]
    public async Task A_name_that_most_orders_have_is_found_without_reading_them_all()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);

        var plan = await PlanAsync(host, new() { Query = "order", PageSize = 50 });

        Assert.Contains("PK_orders", plan.Indexes);
        Assert.InRange(plan.RowsRead, 51, 200 + MatchingNames.Limit);
    }

    [Fact]
    public async Task A_page_of_some_states_reads_only_that_many_of_each_wherever_it_lies_and_between_two_times()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);
        await host.ExecuteAsync("UPDATE orders SET state = 2 WHERE NOT completed AND name LIKE '%1'");
        await host.ExecuteAsync("UPDATE orders SET state = 5 WHERE NOT completed AND name LIKE '%77'");
        await host.ExecuteAsync("VACUUM ANALYZE orders");
        var request = new ListOrdersRequest { PageSize = 10, States = { Order.Types.State.Paid, Order.Types.State.Cancelled, Order.Types.State.Delivered } };
        var filter = ListFilter.Of(request, OrderAccess.OfNobody);
        await using var command = host.Database.CreateCommand("SELECT id FROM orders WHERE state = 2 ORDER BY id LIMIT 1 OFFSET 500");
        var deep = request.Clone();
        deep.PageToken = PageToken.Write((Guid)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, filter, OrderAccess.OfNobody);
        var past = request.Clone();
        past.CreateTimeTo = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow.AddDays(-1));

        var plans = new[] { await PlanAsync(host, request), await PlanAsync(host, deep), await PlanAsync(host, past) };

        Assert.All(plans, plan => Assert.Equal(["ix_orders_state_id"], plan.Indexes));
        // Rows of the index, and of the join of states, count alike.
        Assert.All(plans, plan => Assert.InRange(plan.RowsRead, 0, 200));
    }

    private static async Task FillAsync(OrderServiceHost host)
    {
        await host.AddOrdersAsync(Rows);
        await host.ExecuteAsync("UPDATE orders SET completed = true WHERE name LIKE '%00'");
        await host.ExecuteAsync("VACUUM ANALYZE orders, order_names");
    }

    private static async Task<string> TokenAtAsync(OrderServiceHost host, int depth)
    {
        await using var command = host.Database.CreateCommand($"SELECT id FROM orders ORDER BY id DESC OFFSET {depth} LIMIT 1");
        return PageToken.Write((Guid)(await command.ExecuteScalarAsync())!, new ListFilter(null, ""), OrderAccess.OfNobody);
    }

    private static Task<StatementPlan> PlanAsync(OrderServiceHost host, ListOrdersRequest request) => StatementPlan.OfAsync(
        host.Connection, database => new ListHandler(database, Options.Create(new OrderOptions())).HandleAsync(request, OrderAccess.OfNobody, TestContext.Current.CancellationToken));
}
