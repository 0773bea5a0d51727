using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class ListPageTests(PostgresServer postgres)
{
    [Fact]
    public async Task An_empty_list_is_an_empty_list()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);

        var page = await host.Client.ListOrdersAsync(new());

        Assert.Equal(new ListOrdersResponse { NotificationType = OrderNotificationTypeEnum.Ok }, page);
    }

    [Fact]
    public async Task Orders_are_listed_newest_first_as_they_are_read()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var created = new List<Order>();
        for (var number = 0; number < 5; number++)
            created.Add((await host.Client.CreateOrderAsync(new() { Name = $"order {number}", UserId = number + 1 })).Order);

        var page = await host.Client.ListOrdersAsync(new());

        Assert.Equal(Enumerable.Reverse(created), page.Orders);
        Assert.Empty(page.NextPageToken);
    }

    [Theory]
    [InlineData(0, 100, true)]
    [InlineData(1, 1, true)]
    [InlineData(1000, 1000, true)]
    [InlineData(1001, 1000, true)]
    [InlineData(int.MaxValue, 1000, true)]
    public async Task A_page_has_100_orders_unless_asked_otherwise_and_never_more_than_1000(int asked, int given, bool more)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.AddOrdersAsync(1001);

        var page = await host.Client.ListOrdersAsync(new() { PageSize = asked });

        Assert.Equal((given, more), (page.Orders.Count, page.NextPageToken.Length > 0));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(3, 3)]
    [InlineData(5, 4)]
    public async Task The_limits_of_a_page_are_settings(int asked, int given)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:PageSize", "2"), ("Orders:MaxPageSize", "4"));
        var order = (await host.Client.CreateOrderAsync(new() { Name = "version 0" })).Order;
        for (var version = 1; version < 6; version++)
            await host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = $"version {version}" });
        await host.AddOrdersAsync(5);

        var orders = await host.Client.ListOrdersAsync(new() { PageSize = asked });
        var events = await host.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid, PageSize = asked });

        Assert.Equal((given, given), (orders.Orders.Count, events.Events.Count));
        Assert.NotEmpty(orders.NextPageToken);
        Assert.NotEmpty(events.NextPageToken);
    }

    [Fact]
    public async Task A_page_that_ends_with_the_last_order_has_no_next()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.AddOrdersAsync(10);

        var page = await host.Client.ListOrdersAsync(new() { PageSize = 10 });

        Assert.Equal((10, ""), (page.Orders.Count, page.NextPageToken));
    }

    [Fact]
    public async Task A_token_that_was_changed_in_any_character_is_refused()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.AddOrdersAsync(5);
        var token = (await host.Client.ListOrdersAsync(new() { PageSize = 2 })).NextPageToken;

        for (var place = 0; place < token.Length; place++)
        {
            var changed = token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..];
            await AssertRefusedAsync(host, new() { PageSize = 2, PageToken = changed });
        }

        await AssertRefusedAsync(host, new() { PageSize = 2, PageToken = token[..^1] });
        await AssertRefusedAsync(host, new() { PageSize = 2, PageToken = token + "A" });
    }

    [Fact]
    public async Task A_token_is_refused_with_other_filters_but_not_with_another_page_size()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.AddOrdersAsync(5);
        var token = (await host.Client.ListOrdersAsync(new() { PageSize = 2, Completed = false, Query = "order" })).NextPageToken;

        await AssertRefusedAsync(host, new() { PageToken = token, Query = "order" });
        await AssertRefusedAsync(host, new() { PageToken = token, Completed = false });
        await AssertRefusedAsync(host, new() { PageToken = token, Completed = true, Query = "order" });
        await AssertRefusedAsync(host, new() { PageToken = token, Completed = false, Query = "Order 1" });
        var rest = await host.Client.ListOrdersAsync(new() { PageSize = 50, PageToken = token, Completed = false, Query = "order" });

        Assert.Equal(3, rest.Orders.Count);
    }

    [Fact]
    public async Task A_walk_skips_and_repeats_nothing_that_was_there_throughout_while_others_insert_and_delete()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var ids = await host.AddOrdersAsync(300);
        var deleted = ids.Where((_, index) => index % 3 == 0).ToHashSet();
        var seen = new List<string>();

        using var stop = new CancellationTokenSource();
        var others = Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var id in deleted)
                    await host.Client.DeleteOrderAsync(new() { Uuid = id });
            }),
            Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                    await host.Client.CreateOrderAsync(new() { Name = "inserted meanwhile" });
            }));
        var request = new ListOrdersRequest { PageSize = 7 };
        do
        {
            var page = await host.Client.ListOrdersAsync(request);
            seen.AddRange(page.Orders.Select(order => order.Uuid));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        await stop.CancelAsync();
        await others;

        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(ids.Except(deleted).Reverse(), seen.Where(id => ids.Contains(id) && !deleted.Contains(id)));
    }

    [Fact]
    public async Task A_token_still_leads_on_when_the_order_it_was_made_of_is_deleted()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var ids = await host.AddOrdersAsync(6);
        var first = await host.Client.ListOrdersAsync(new() { PageSize = 3 });
        await host.Client.DeleteOrderAsync(new() { Uuid = first.Orders[2].Uuid });

        var second = await host.Client.ListOrdersAsync(new() { PageSize = 3, PageToken = first.NextPageToken });

        Assert.Equal(ids.Take(3).Reverse(), second.Orders.Select(order => order.Uuid));
    }

    private static async Task AssertRefusedAsync(OrderServiceHost host, ListOrdersRequest request)
    {
        var status = await Refusal.OfAsync(host.Client.ListOrdersAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.StartsWith("page_token: ", status.Detail, StringComparison.Ordinal);
    }
}
