using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OrderHistoryTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_history_of_an_order_holds_each_of_its_changes_oldest_first_and_those_of_no_other()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var made = (await host.Client.CreateOrderAsync(new() { Name = "Dune", UserId = 3, BookId = 7 })).Order;
        await host.Client.CreateOrderAsync(new() { Name = "Emma" });
        var renamed = (await host.Client.UpdateOrderAsync(new() { Uuid = made.Uuid, Name = "Dune Messiah", UpdateMask = new() { Paths = { "name" } } })).Order;
        await host.Client.DeleteOrderAsync(new() { Uuid = made.Uuid });

        var events = (await host.Client.ListOrderEventsAsync(new() { Uuid = made.Uuid.ToUpperInvariant() })).Events;

        Assert.Equal([OrderEvent.Types.Type.Created, OrderEvent.Types.Type.Updated, OrderEvent.Types.Type.Deleted], events.Select(happened => happened.Type));
        Assert.Equal([made, renamed], events.Take(2).Select(happened => happened.Order));
        Assert.Equal("Dune Messiah", events[2].Order.Name);
        Assert.Equal(events.Select(happened => happened.EventTime).Order(), events.Select(happened => happened.EventTime));
    }

    [Fact]
    public async Task A_history_tells_what_a_watcher_was_told()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        using var watching = await Watching.StartAsync(host.Client);
        var made = (await host.Client.CreateOrderAsync(new() { Name = "Dune" })).Order;
        await host.Client.UpdateOrderAsync(new() { Uuid = made.Uuid, Name = "Dune", Completed = true });

        var told = await watching.TakeAsync(2);

        Assert.Equal(told, (await host.Client.ListOrderEventsAsync(new() { Uuid = made.Uuid })).Events);
    }

    [Fact]
    public async Task An_order_that_never_was_has_an_empty_history()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);

        Assert.Equal(new(), await host.Client.ListOrderEventsAsync(new() { Uuid = Guid.CreateVersion7().ToString() }));
    }

    [Fact]
    public async Task An_order_whose_events_are_no_longer_kept_has_an_empty_history_and_goes_on_with_its_next_change()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:PruneInterval", "00:00:01"));
        var made = (await host.Client.CreateOrderAsync(new() { Name = "Dune" })).Order;
        await host.AgeEventsAsync(upTo: 1, TimeSpan.FromHours(25));

        await Eventually.TrueAsync(
            async () => (await host.Client.ListOrderEventsAsync(new() { Uuid = made.Uuid })).Events.Count == 0, "the old event is gone");
        await host.Client.UpdateOrderAsync(new() { Uuid = made.Uuid, Name = "Dune Messiah" });

        Assert.Equal("Dune Messiah", Assert.Single((await host.Client.ListOrderEventsAsync(new() { Uuid = made.Uuid })).Events).Order.Name);
    }

    [Fact]
    public async Task A_long_history_is_read_page_by_page_while_it_grows()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var id = await ChangedAsync(host, 9);
        var request = new ListOrderEventsRequest { Uuid = id, PageSize = 4 };
        var names = new List<string>();
        do
        {
            var page = await host.Client.ListOrderEventsAsync(request);
            Assert.InRange(page.Events.Count, 1, 4);
            names.AddRange(page.Events.Select(happened => happened.Order.Name));
            if (names.Count == 4)
                await host.Client.UpdateOrderAsync(new() { Uuid = id, Name = "version 9" });
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"version {number}"), names);
    }

    [Fact]
    public async Task A_token_that_was_changed_or_is_of_another_order_is_refused()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var id = await ChangedAsync(host, 3);
        var other = await ChangedAsync(host, 3);
        var token = (await host.Client.ListOrderEventsAsync(new() { Uuid = id, PageSize = 2 })).NextPageToken;

        await AssertRefusedAsync(host, new() { Uuid = other, PageToken = token });
        for (var place = 0; place < token.Length; place++)
        {
            var changed = token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..];
            await AssertRefusedAsync(host, new() { Uuid = id, PageToken = changed });
        }
    }

    // An order with this many events: it was made as "version 0" and renamed ever since.
    private static async Task<string> ChangedAsync(OrderServiceHost host, int events)
    {
        var id = (await host.Client.CreateOrderAsync(new() { Name = "version 0" })).Order.Uuid;
        for (var number = 1; number < events; number++)
            await host.Client.UpdateOrderAsync(new() { Uuid = id, Name = $"version {number}" });
        return id;
    }

    private static async Task AssertRefusedAsync(OrderServiceHost host, ListOrderEventsRequest request)
    {
        var status = await Refusal.OfAsync(host.Client.ListOrderEventsAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.StartsWith("page_token: ", status.Detail, StringComparison.Ordinal);
    }
}
