using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class WatchResumeTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("20000")]
    [InlineData("100")] // far fewer than the events of this test: what is not in memory any more comes from the database
    public async Task A_watcher_who_comes_back_again_and_again_misses_nothing_and_gets_nothing_twice(string feedLength)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:FeedLength", feedLength));
        var token = await FirstTokenAsync(host);

        var creating = Task.WhenAll(Enumerable.Range(0, 1500).Select(async number =>
            (await host.Client.CreateOrderAsync(new() { Name = $"order {number}" })).Order.Uuid));
        var told = new List<string>();
        while (told.Count < 1500)
        {
            using var watching = await Watching.StartAsync(host.Client, new() { ResumeToken = token });
            foreach (var happened in await watching.TakeAsync(Math.Min(130, 1500 - told.Count)))
            {
                told.Add(happened.Order.Uuid);
                token = happened.ResumeToken;
            }
        }

        Assert.Equal((await creating).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_watcher_goes_on_at_another_replica_and_after_a_restart()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");
        string token;
        await using (var first = await OrderServiceHost.StartOnAsync(connection))
        {
            token = await FirstTokenAsync(first);
            await first.Client.CreateOrderAsync(new() { Name = "while nobody watched" });
        }

        await using var second = await OrderServiceHost.StartOnAsync(connection);
        using var watching = await Watching.StartAsync(second.Client, new() { ResumeToken = token });
        await second.Client.CreateOrderAsync(new() { Name = "after the restart" });

        Assert.Equal(["while nobody watched", "after the restart"], (await watching.TakeAsync(2)).Select(told => told.Order.Name));
    }

    [Fact]
    public async Task Without_a_token_only_what_follows_is_told()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.Client.CreateOrderAsync(new() { Name = "before" });

        using var watching = await Watching.StartAsync(host.Client);
        await host.Client.CreateOrderAsync(new() { Name = "after" });

        Assert.Equal("after", (await watching.NextAsync()).Order.Name);
    }

    [Fact]
    public async Task A_token_that_was_changed_in_any_character_is_refused()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var token = await FirstTokenAsync(host);

        for (var place = 0; place < token.Length; place++)
        {
            var changed = token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..];
            var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(host.Client, new WatchOrdersRequest { ResumeToken = changed }));
            Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
            Assert.StartsWith("resume_token: ", status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_of_another_database_that_has_more_events_is_refused()
    {
        await using var many = await OrderServiceHost.StartAsync(postgres);
        await FirstTokenAsync(many);
        var token = await FirstTokenAsync(many);
        await using var none = await OrderServiceHost.StartAsync(postgres);

        var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(none.Client, new WatchOrdersRequest { ResumeToken = token }));

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
    }

    [Fact]
    public async Task A_token_whose_events_are_pruned_is_out_of_range_and_the_first_that_is_not_goes_on()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:PruneInterval", "00:00:01"));
        using var watching = await Watching.StartAsync(host.Client);
        var tokens = new List<string>();
        for (var number = 1; number <= 4; number++)
        {
            await host.Client.CreateOrderAsync(new() { Name = $"order {number}", RequestId = $"key {number}" });
            tokens.Add((await watching.NextAsync()).ResumeToken);
        }

        await host.ExecuteAsync("UPDATE order_requests SET stored_time = now() - interval '24 hours 1 minute' WHERE request_id <= 'key 2'");
        await host.AgeEventsAsync(upTo: 2, TimeSpan.FromMinutes((24 * 60) + 1));
        await Eventually.TrueAsync(async () => await host.CountAsync("SELECT count(*) FROM order_events") <= 2, "old events are pruned");
        await Eventually.TrueAsync(async () => await host.CountAsync("SELECT count(*) FROM order_requests") <= 2, "old request_ids are pruned");

        var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(host.Client, new WatchOrdersRequest { ResumeToken = tokens[0] }));
        await using var restarted = await OrderServiceHost.StartOnAsync(host.Connection);
        using var resumed = await Watching.StartAsync(restarted.Client, new() { ResumeToken = tokens[1] });
        Assert.Equal(StatusCode.OutOfRange, status.StatusCode);
        Assert.Equal(["order 3", "order 4"], (await resumed.TakeAsync(2)).Select(told => told.Order.Name));
        Assert.Equal(4, await host.CountAsync("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task Events_that_are_not_old_yet_are_kept_and_so_are_all_that_follow_them()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:PruneInterval", "00:00:01"));
        var token = await FirstTokenAsync(host);
        foreach (var name in new[] { "almost a day old", "and then", "of today" })
            await host.Client.CreateOrderAsync(new() { Name = name });

        await host.AgeEventsAsync(upTo: 1, TimeSpan.FromHours(25));
        await host.AgeEventsAsync(upTo: 2, TimeSpan.FromMinutes((24 * 60) - 1));
        await Eventually.TrueAsync(async () => await host.CountAsync("SELECT count(*) FROM order_events WHERE position = 1") == 0, "the first event is pruned");

        await using var restarted = await OrderServiceHost.StartOnAsync(host.Connection);
        using var watching = await Watching.StartAsync(restarted.Client, new() { ResumeToken = token });
        Assert.Equal(["almost a day old", "and then", "of today"], (await watching.TakeAsync(3)).Select(told => told.Order.Name));
    }

    [Fact]
    public async Task What_is_pruned_stays_so_when_its_order_changes_later()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:PruneInterval", "00:00:01"));
        using var watching = await Watching.StartAsync(host.Client);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "of the day before yesterday" })).Order;
        var token = (await watching.NextAsync()).ResumeToken;
        var gone = (await host.Client.CreateOrderAsync(new() { Name = "gone" })).Order;
        await host.AgeEventsAsync(upTo: 2, TimeSpan.FromHours(25));
        await Eventually.TrueAsync(async () => await host.CountAsync("SELECT count(*) FROM order_events") == 0, "both are pruned");

        await host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "of today" });
        await host.Client.DeleteOrderAsync(new() { Uuid = gone.Uuid });

        Assert.Equal(2, await host.CountAsync("SELECT count(*) FROM order_changes"));
        var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(host.Client, new WatchOrdersRequest { ResumeToken = token }));
        Assert.Equal(StatusCode.OutOfRange, status.StatusCode);
    }

    private static async Task<string> FirstTokenAsync(OrderServiceHost host)
    {
        using var watching = await Watching.StartAsync(host.Client);
        await host.Client.CreateOrderAsync(new() { Name = "the first" });
        return (await watching.NextAsync()).ResumeToken;
    }
}
