using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class ListFilterTests(PostgresServer postgres)
{
    private static readonly string[] Names =
    [
        "Ender's Game", "ENDER in exile", "100% Wolf", "100 wolves", "snake_case", "snakeXcase", @"back\slash", "Преступление и наказание",
        "ПРЕСТУПНИК", "The \U0001F4D6 of emoji", "Ulysses",
    ];

    [Fact]
    public async Task Orders_are_listed_by_several_states_and_the_time_at_which_they_were_recorded_page_by_page()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        var (wanted, before) = (new List<string>(), DateTime.UtcNow.AddMinutes(-1));
        for (var number = 0; number < 12; number++)
        {
            var order = (await host.Client.CreateOrderAsync(new() { Name = $"order {number}", Completed = number % 3 == 0 })).Order;
            if (number % 3 == 1)
                await host.Client.CancelOrderAsync(new() { Uuid = order.Uuid });
            if (number % 3 < 2)
                wanted.Add(order.Uuid);
        }

        var request = new ListOrdersRequest
        {
            States = { Order.Types.State.Delivered, Order.Types.State.Cancelled, Order.Types.State.Cancelled }, PageSize = 3,
            CreateTimeFrom = Timestamp.FromDateTime(before), CreateTimeTo = Timestamp.FromDateTime(before.AddMinutes(5)),
        };
        var found = new List<string>();
        do
        {
            var page = await host.Client.ListOrdersAsync(request);
            found.AddRange(page.Orders.Select(order => order.Uuid));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Reverse(wanted), found);
        var first = await host.Client.ListOrdersAsync(new() { PageSize = 1, States = { Order.Types.State.Placed } });
        Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(host.Client.ListOrdersAsync(new() { PageToken = first.NextPageToken, States = { Order.Types.State.Paid } }))).StatusCode);
        Assert.Empty((await host.Client.ListOrdersAsync(new() { CreateTimeTo = Timestamp.FromDateTime(before) })).Orders);
        Assert.Empty((await host.Client.ListOrdersAsync(new() { CreateTimeFrom = Timestamp.FromDateTime(before.AddMinutes(5)), States = { Order.Types.State.Placed } })).Orders);
        Assert.Single((await host.Client.ListOrdersAsync(new() { Query = "order 2", States = { Order.Types.State.Placed } })).Orders);
        Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(host.Client.ListOrdersAsync(new() { States = { (Order.Types.State)9 } }))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(host.Client.ListOrdersAsync(new() { CreateTimeFrom = new() { Seconds = -1 } }))).StatusCode);
    }

    [Theory]
    [InlineData("ender", "Ender's Game|ENDER in exile")]
    [InlineData("ENDER", "Ender's Game|ENDER in exile")]
    [InlineData("game", "Ender's Game")]
    [InlineData("r's g", "Ender's Game")]
    [InlineData("%", "100% Wolf")]
    [InlineData("0%", "100% Wolf")]
    [InlineData("_", "snake_case")]
    [InlineData("e_c", "snake_case")]
    [InlineData(@"\", @"back\slash")]
    [InlineData(@"\s", @"back\slash")]
    [InlineData(@"k\", @"back\slash")]
    [InlineData("преступ", "Преступление и наказание|ПРЕСТУПНИК")]
    [InlineData("НАКАЗ", "Преступление и наказание")]
    [InlineData("\U0001F4D6", "The \U0001F4D6 of emoji")]
    [InlineData("u", "Ulysses")]
    [InlineData("no such", "")]
    [InlineData("'; --", "")]
    public async Task A_query_finds_the_names_that_hold_it_letter_by_letter_whatever_their_case(string query, string expected)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        foreach (var name in Names)
            await host.Client.CreateOrderAsync(new() { Name = name });

        var page = await host.Client.ListOrdersAsync(new() { Query = query });

        Assert.Equal(expected, string.Join('|', page.Orders.Select(order => order.Name).Reverse()));
    }

    [Theory]
    [InlineData(null, 6)]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public async Task Completed_chooses_completed_orders_open_ones_or_both(bool? completed, int count)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        for (var number = 0; number < 6; number++)
            await host.Client.CreateOrderAsync(new() { Name = $"order {number}", Completed = number % 3 == 0 });
        var request = new ListOrdersRequest();
        if (completed is { } only)
            request.Completed = only;

        var page = await host.Client.ListOrdersAsync(request);

        Assert.Equal(count, page.Orders.Count);
        Assert.All(page.Orders, order => Assert.True(completed is null || order.Completed == completed));
    }

    [Fact]
    public async Task Filters_hold_on_every_page_of_a_walk()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        for (var number = 0; number < 40; number++)
            await host.Client.CreateOrderAsync(new() { Name = number % 2 == 0 ? $"even {number}" : $"odd {number}", Completed = number % 4 == 0 });

        var found = new List<string>();
        var request = new ListOrdersRequest { PageSize = 3, Query = "EVEN", Completed = true };
        do
        {
            var page = await host.Client.ListOrdersAsync(request);
            found.AddRange(page.Orders.Select(order => order.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"even {number * 4}").Reverse(), found);
    }
}
