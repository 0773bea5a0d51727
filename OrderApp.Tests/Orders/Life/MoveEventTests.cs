using OrderApp.Protos;
using OrderApp.Tests.Orders.Access;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Orders.Life;

public sealed class MoveEventTests(PostgresServer postgres)
{
    [Fact]
    public async Task Every_move_is_told_to_those_who_watch_and_to_those_who_resume_with_the_whole_order()
    {
        await using var callers = await Callers.StartAsync(postgres);
        using var watching = await callers.WatchAsync("service");
        using var owner = await callers.WatchAsync("ada");
        using var stranger = await callers.WatchAsync("bob");
        var sent = await callers.BuyAsync(callers.Ada);
        var kept = await callers.BuyAsync(callers.Ada);
        foreach (var move in new[] { "ShipOrder", "DeliverOrder", "MarkOrderRefunded" })
            await callers.MoveAsync(move, sent.Uuid);
        foreach (var move in new[] { "CancelOrder", "CancelOrder", "MarkOrderRefunded", "CancelOrder" })
            await callers.MoveAsync(move, kept.Uuid);
        await callers.CreateAsync("bob", "the end");

        State[] expected = [State.Paid, State.Paid, State.Shipped, State.Delivered, State.Refunded, State.Cancelled, State.Refunded];
        var told = await watching.TakeUntilAsync("the end");
        Assert.Equal([.. expected, State.Placed], told.Select(item => item.Order.State));
        Assert.Equal(expected, (await owner.TakeAsync(expected.Length)).Select(item => item.Order.State));
        Assert.Equal("the end", (await stranger.NextAsync()).Order.Name);
        Assert.All(told[..^1], item => Assert.Equal((sent.Lines, sent.Total, sent.DeliveryAddress), (item.Order.Lines, item.Order.Total, item.Order.DeliveryAddress)));
        Assert.All(told.Where(item => item.Order.Uuid == sent.Uuid).Skip(1), item => Assert.Equal("1Z 999", item.Order.TrackingNumber));
        Assert.Equal(sent, told[0].Order);

        for (var seen = 0; seen < told.Count - 1; seen++)
        {
            using var resumed = await callers.WatchAsync("service", new() { ResumeToken = told[seen].ResumeToken });
            Assert.Equal(told[(seen + 1)..], await resumed.TakeUntilAsync("the end"));
        }
    }

    [Fact]
    public async Task A_guests_orders_keep_their_lines_and_states_when_they_become_an_accounts()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var order = await callers.BuyAsync(callers.Guest);
        await callers.MoveAsync("ShipOrder", order.Uuid);

        await callers.AssignAsync(callers.Guest, callers.Ada);

        var now = await callers.ReadAsync(order.Uuid, "ada");
        Assert.Equal((State.Shipped, order.Lines, order.Total, "1Z 999"), (now.State, now.Lines, now.Total, now.TrackingNumber));
        var events = (await callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, callers.As("ada"))).Events;
        Assert.Equal([State.Paid, State.Shipped, State.Shipped], events.Select(told => told.Order.State));
        Assert.All(events, told => Assert.Equal((order.Lines, order.Total), (told.Order.Lines, told.Order.Total)));
    }

    [Fact]
    public async Task The_last_event_of_an_order_that_is_removed_tells_what_it_was()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var order = await callers.BuyAsync(callers.Ada);

        await callers.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, callers.As("operator"));

        var events = (await callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, callers.As("ada"))).Events;
        Assert.Equal([OrderEvent.Types.Type.Created, OrderEvent.Types.Type.Deleted], events.Select(told => told.Type));
        Assert.All(events, told => Assert.Equal((State.Paid, order.Lines, order.Total), (told.Order.State, told.Order.Lines, told.Order.Total)));
    }
}
