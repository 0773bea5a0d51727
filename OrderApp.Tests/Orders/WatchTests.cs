using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using Type = OrderApp.Protos.OrderEvent.Types.Type;

namespace OrderApp.Tests.Orders;

public sealed class WatchTests(PostgresServer postgres)
{
    [Fact]
    public async Task Every_change_is_told_with_the_order_as_it_was_right_after_it()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        using var watching = await Watching.StartAsync(host.Client);

        var created = (await host.Client.CreateOrderAsync(new() { Name = "Dune", UserId = 4, BookId = 2 })).Order;
        var updated = (await host.Client.UpdateOrderAsync(new() { Uuid = created.Uuid, Name = "Dune", Completed = true })).Order;
        await host.Client.DeleteOrderAsync(new() { Uuid = created.Uuid });
        var events = await watching.TakeAsync(3);

        Assert.Equal([Type.Created, Type.Updated, Type.Deleted], events.Select(told => told.Type));
        Assert.Equal([created, updated], events.Take(2).Select(told => told.Order));
        Assert.Equal((updated.Uuid, updated.Etag), (events[2].Order.Uuid, events[2].Order.Etag));
        Assert.Equal(updated.UpdateTime, events[1].EventTime);
    }

    [Fact]
    public async Task Changes_that_did_not_happen_are_not_told()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var request = new CreateOrderRequest { Name = "Dune", RequestId = "once" };
        var order = (await host.Client.CreateOrderAsync(request)).Order;
        using var watching = await Watching.StartAsync(host.Client);

        await host.Client.CreateOrderAsync(request);
        await host.Client.DeleteOrderAsync(new() { Uuid = Guid.NewGuid().ToString() });
        await Refusal.OfAsync(host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "x", Etag = "99" }));
        await Refusal.OfAsync(host.Client.CreateOrderAsync(new() { Name = "" }));
        await host.Client.CreateOrderAsync(new() { Name = "the next" });

        Assert.Equal("the next", (await watching.NextAsync()).Order.Name);
    }

    [Fact]
    public async Task A_watcher_of_completed_orders_or_of_one_order_is_told_of_those_only()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var open = (await host.Client.CreateOrderAsync(new() { Name = "open" })).Order;
        using var completed = await Watching.StartAsync(host.Client, new() { Completed = true });
        using var incomplete = await Watching.StartAsync(host.Client, new() { Completed = false });
        using var one = await Watching.StartAsync(host.Client, new() { Uuid = open.Uuid.ToUpperInvariant() });

        await host.Client.CreateOrderAsync(new() { Name = "other" });
        await host.Client.CreateOrderAsync(new() { Name = "done", Completed = true });
        await host.Client.UpdateOrderAsync(new() { Uuid = open.Uuid, Name = "open", Completed = true });
        await host.Client.CreateOrderAsync(new() { Name = "last", Completed = true });
        await host.Client.DeleteOrderAsync(new() { Uuid = open.Uuid });
        await host.Client.CreateOrderAsync(new() { Name = "last but open" });

        Assert.Equal(["done", "open", "last"], (await completed.TakeUntilAsync("last")).Select(told => told.Order.Name));
        Assert.Equal(["other", "last but open"], (await incomplete.TakeUntilAsync("last but open")).Select(told => told.Order.Name));
        Assert.Equal([Type.Updated, Type.Deleted], (await one.TakeAsync(2)).Select(told => told.Type));
    }

    [Fact]
    public async Task Events_of_another_replica_come_even_when_no_notification_is_heard()
    {
        await using var here = await OrderServiceHost.StartAsync(postgres);
        await using var there = await OrderServiceHost.StartOnAsync(here.Connection);
        using var watching = await Watching.StartAsync(here.Client);

        for (var number = 0; number < 5; number++)
        {
            await here.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'");
            await there.Client.CreateOrderAsync(new() { Name = $"order {number}" });
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(number => $"order {number}"), (await watching.TakeAsync(5)).Select(told => told.Order.Name));
    }

    [Fact]
    public async Task The_events_of_each_order_come_in_the_order_of_its_changes()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await using var replica = await OrderServiceHost.StartOnAsync(host.Connection);
        using var watching = await Watching.StartAsync(host.Client);
        var orders = await Task.WhenAll(Enumerable.Range(0, 10).Select(async number =>
            (await host.Client.CreateOrderAsync(new() { Name = $"order {number}" })).Order));

        await Task.WhenAll(from order in orders
                           from change in Enumerable.Range(0, 10)
                           let client = change % 2 == 0 ? host.Client : replica.Client
                           select client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = $"change {change}" }).ResponseAsync);

        var versions = (await watching.TakeAsync(110)).GroupBy(told => told.Order.Uuid, told => int.Parse(told.Order.Etag, null));
        Assert.All(versions, order => Assert.Equal(Enumerable.Range(1, 11), order));
    }

    [Fact]
    public async Task More_watchers_than_allowed_are_refused_until_one_leaves()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:MaxWatchers", "2"));
        var first = await Watching.StartAsync(host.Client);
        using var second = await Watching.StartAsync(host.Client);

        var status = await Refusal.OfAsync(() => OrderCalls.SendAsync(host.Client, new WatchOrdersRequest()));
        first.Dispose();
        await Eventually.TrueAsync(() => WatchesAsync(host.Client), "a place is free again");

        Assert.Equal(StatusCode.ResourceExhausted, status.StatusCode);
    }

    [Fact]
    public async Task A_watcher_who_never_reads_costs_the_others_nothing()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:FeedLength", "100"));
        using var never = host.Client.WatchOrders(new());
        await never.ResponseHeadersAsync;
        using var watching = await Watching.StartAsync(host.Client);
        var name = new string('n', 190);

        var creating = Task.WhenAll(Enumerable.Range(0, 2000).Select(async number =>
            await host.Client.CreateOrderAsync(new() { Name = $"{name} {number}" })));
        var events = await watching.TakeAsync(2000);
        await creating;

        Assert.Equal(2000, events.Select(told => told.Order.Uuid).Distinct().Count());
    }

    private static async Task<bool> WatchesAsync(OrderService.OrderServiceClient client)
    {
        using var aWhile = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var call = client.WatchOrders(new(), cancellationToken: aWhile.Token);
        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        return ended.StatusCode == StatusCode.Cancelled;
    }
}
