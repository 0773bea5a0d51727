using Microsoft.Extensions.Options;
using OrderApp.Orders.Common;
using OrderApp.Orders.DeletedAccounts;
using OrderApp.Orders.List;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>What PostgreSQL really does for a customer's list, told by auto_explain about the very statements the service sends.</summary>
public sealed class CustomerPlanTests(PostgresServer postgres)
{
    private const int Rows = 30_000;
    private const string Owned = "ix_orders_customer_id_id";
    private static readonly Guid Ada = Guid.CreateVersion7();

    [Theory]
    [InlineData(null, "")]
    [InlineData(true, "")]
    [InlineData(null, "order")]
    [InlineData(false, "order 1")]
    public async Task A_list_of_one_customer_touches_only_the_index_of_owned_orders(bool? completed, string query)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);
        var request = new ListOrdersRequest { CustomerId = $"{Ada}", Query = query, PageSize = 10 };
        if (completed is { } wanted)
            request.Completed = wanted;

        foreach (var access in new[] { OrderAccess.Everything, OfAda(nobodys: true), OfAda(nobodys: false) })
        {
            var plan = await PlanAsync(host, request, access);

            Assert.Equal([Owned], plan.Indexes);
            Assert.InRange(plan.RowsRead, 1, 30);
        }
    }

    [Fact]
    public async Task A_customer_to_whom_nobodys_orders_are_not_shown_reads_only_his_own()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);

        foreach (var request in new ListOrdersRequest[] { new(), new() { Query = "order" }, new() { Completed = false } })
        {
            var plan = await PlanAsync(host, request, OfAda(nobodys: false));

            Assert.Equal([Owned], plan.Indexes);
            Assert.InRange(plan.RowsRead, 30, 30);
        }
    }

    [Fact]
    public async Task A_page_of_a_customers_orders_and_nobodys_reads_no_more_than_a_page_of_each()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);

        var plan = await PlanAsync(host, new() { PageSize = 20 }, OfAda(nobodys: true));

        Assert.Equal([Owned, "PK_orders"], plan.Indexes.Order(StringComparer.Ordinal).Reverse());
        // Every thousandth is Ada's.
        Assert.InRange(plan.RowsRead, 42, 44);
    }

    [Fact]
    public async Task Striking_a_customer_out_reads_only_what_is_his()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await FillAsync(host);
        await host.ExecuteAsync(
            """
            INSERT INTO order_changes (position, type, event_time, order_id, name, completed, date, version, create_time, customer_id)
            SELECT row_number() OVER (ORDER BY id), 2, now(), id, name, completed, date, version, create_time, customer_id FROM orders;
            INSERT INTO order_requests (request_id, customer_id, fingerprint, order_id, date, create_time)
            SELECT id, coalesce(customer_id, '00000000-0000-0000-0000-000000000000'), '', id, date, create_time FROM orders;
            """);
        await host.ExecuteAsync("VACUUM ANALYZE order_changes, order_requests");

        var plan = await StatementPlan.OfAsync(
            host.Connection, database => new DeletedAccountStore(database).StrikeAsync(Ada, TestContext.Current.CancellationToken));

        Assert.Subset(
            new HashSet<string>
            {
                Owned, "PK_orders", "ix_order_changes_customer_id_position", "PK_order_changes", "ix_order_requests_customer_id", "PK_order_requests",
            },
            plan.Indexes.ToHashSet());
        // 30 of each of three tables, found once and changed once.
        Assert.InRange(plan.RowsRead, 180, 400);
        Assert.Equal(30, await host.CountAsync("SELECT count(*) FROM orders WHERE customer_id = $1", Guid.AllBitsSet));
    }

    [Fact]
    public async Task Orders_of_nobody_are_in_no_index_of_owners()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.ExecuteAsync("CREATE EXTENSION pageinspect");
        for (var number = 0; number < 3; number++)
            await host.Client.CreateOrderAsync(new() { Name = "Emma", RequestId = $"{number}" });

        foreach (var index in new[] { Owned, "ix_order_requests_customer_id", "ix_order_changes_customer_id_position" })
            Assert.Equal(0, await host.CountAsync($"SELECT (bt_metap('{index}')).root::bigint"));
    }

    private static OrderAccess OfAda(bool nobodys) => new(All: false, Ada, nobodys);

    // Every thousandth is Ada's, all others nobody's.
    private static async Task FillAsync(OrderServiceHost host)
    {
        await host.AddOrdersAsync(Rows);
        await host.ExecuteAsync($"UPDATE orders SET customer_id = '{Ada}', completed = name LIKE '%5000' WHERE name LIKE '%000'");
        await host.ExecuteAsync("VACUUM ANALYZE orders, order_names");
    }

    private static Task<StatementPlan> PlanAsync(OrderServiceHost host, ListOrdersRequest request, OrderAccess access) => StatementPlan.OfAsync(
        host.Connection,
        database => new ListHandler(database, Options.Create(new OrderOptions())).HandleAsync(request, access, TestContext.Current.CancellationToken));
}
