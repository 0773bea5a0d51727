using Grpc.Core;
using OrderApp.Orders.Assign;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>A guest's orders become an account's.</summary>
public sealed class AssignOrdersTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_guests_orders_become_the_accounts_with_new_etags_and_events_and_all_of_their_history()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var untouched = await callers.CreateAsync("guest", "as it was made");
        var changed = await callers.CreateAsync("guest", "changed");
        await callers.Client.UpdateOrderAsync(new() { Uuid = changed.Uuid, Name = "changed!" }, callers.As("guest"));
        var nobodys = await callers.CreateAsync("nobody", "nobody's");
        var bobs = await callers.CreateAsync("bob", "bob's");
        using var ada = await callers.WatchAsync("ada");
        using var guest = await callers.WatchAsync("guest");

        Assert.Equal(2, (await callers.AssignAsync(callers.Guest, callers.Ada)).Count);

        var told = await ada.TakeAsync(2);
        Assert.Equal([(OrderEvent.Types.Type.Updated, "as it was made", "2"), (OrderEvent.Types.Type.Updated, "changed!", "3")], told.Select(happened => (happened.Type, happened.Order.Name, happened.Order.Etag)));
        Assert.Equal(told.Select(happened => happened.Order).Reverse(), (await callers.Client.ListOrdersAsync(new() { CustomerId = $"{callers.Ada}" }, callers.As("ada"))).Orders);
        Assert.Equal(new[] { 1, 2, 2 }, await HistoryAsync(callers, "ada", changed));
        Assert.Equal(new[] { 1, 2 }, await HistoryAsync(callers, "ada", untouched));
        Assert.Empty(await HistoryAsync(callers, "guest", changed));
        Assert.Empty(await HistoryAsync(callers, "guest", untouched));
        Assert.Null(await callers.NameAsync("guest", changed.Uuid));
        Assert.Equal(
            StatusCode.Aborted,
            (await Refusal.OfAsync(callers.Client.UpdateOrderAsync(new() { Uuid = untouched.Uuid, Name = "x", Etag = untouched.Etag }, callers.As("ada")))).StatusCode);
        Assert.Equal([nobodys, bobs], [await ReadAsync(callers, nobodys), await ReadAsync(callers, bobs)]);
        await callers.CreateAsync("nobody", "the end");
        Assert.Equal(["the end"], (await guest.TakeUntilAsync("the end")).Select(happened => happened.Order.Name)); // what is no longer his is not told to him
    }

    [Fact]
    public async Task More_orders_than_one_step_takes_are_given_and_the_second_time_there_are_none()
    {
        await using var callers = await Callers.StartAsync(postgres);
        const int Orders = (2 * AssignHandler.Step) + 1;
        await callers.Host.AddOrdersAsync(Orders);
        await callers.Host.ExecuteAsync($"UPDATE orders SET customer_id = '{callers.Guest}'");

        Assert.Equal(Orders, (await callers.AssignAsync(callers.Guest, callers.Ada)).Count);
        Assert.Equal(0, (await callers.AssignAsync(callers.Guest, callers.Ada)).Count);

        Assert.Equal(Orders, await callers.Host.CountAsync("SELECT count(*) FROM orders WHERE customer_id = $1 AND version = 2", callers.Ada));
        Assert.Equal(Orders, await callers.Host.CountAsync("SELECT count(DISTINCT position) FROM order_events WHERE type = 2 AND customer_id = $1", callers.Ada));
        Assert.Equal(Orders, await callers.Host.CountAsync("SELECT position FROM order_feed"));
    }

    [Fact]
    public async Task Assignments_that_race_with_each_other_and_with_the_guests_changes_lose_no_change_and_count_each_order_once()
    {
        await using var callers = await Callers.StartAsync(postgres);
        await using var other = await OrderServiceHost.StartOnAsync(callers.Host.Connection, callers.Tokens.Setting);
        var orders = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => callers.CreateAsync("guest", $"order {number}")));

        var changes = Task.WhenAll(orders.SelectMany(order => Enumerable.Range(0, 5).Select(_ => TryUpdateAsync(other.Client, order))));
        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => (number % 2 == 0 ? callers.Client : other.Client).AssignOrdersAsync(
            new() { FromCustomerId = $"{callers.Guest}", ToCustomerId = $"{callers.Ada}" }, callers.As("service")).ResponseAsync));
        var done = (await changes).Count(changed => changed);

        Assert.Equal(60, counts.Sum(answer => answer.Count));
        Assert.Equal(60, await callers.Host.CountAsync("SELECT count(*) FROM orders WHERE customer_id = $1", callers.Ada));
        Assert.Equal(120 + done, await callers.Host.CountAsync("SELECT sum(version)::bigint FROM orders"));
        Assert.Equal(120 + done, await callers.Host.CountAsync("SELECT count(*) FROM order_events"));
        Assert.Equal(120 + done, await callers.Host.CountAsync("SELECT max(position) FROM order_events"));
        Assert.Equal(0, await callers.Host.CountAsync("SELECT count(*) FROM order_events WHERE customer_id = $1", callers.Guest));

        async Task<bool> TryUpdateAsync(OrderService.OrderServiceClient client, Order order)
        {
            try
            {
                await client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = order.Name, Completed = true }, callers.As("guest"));
                return true;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("ada", StatusCode.PermissionDenied)]
    [InlineData("operator", StatusCode.PermissionDenied)]
    [InlineData("nobody", StatusCode.Unauthenticated)]
    public async Task Only_services_may_assign_orders(string caller, StatusCode code)
    {
        await using var callers = await Callers.StartAsync(postgres);
        await callers.CreateAsync("guest", "Emma");

        var refused = await Refusal.OfAsync(() => callers.AssignAsync(callers.Guest, callers.Ada, caller));

        Assert.Equal(code, refused.StatusCode);
        Assert.Equal(1, await callers.Host.CountAsync("SELECT count(*) FROM orders WHERE customer_id = $1", callers.Guest));
    }

    [Theory]
    [InlineData("from_customer_id", "", "0193a0b0-0000-7000-8000-000000000001")]
    [InlineData("from_customer_id", "ada", "0193a0b0-0000-7000-8000-000000000001")]
    [InlineData("from_customer_id", "00000000-0000-0000-0000-000000000000", "0193a0b0-0000-7000-8000-000000000001")]
    [InlineData("from_customer_id", "ffffffff-ffff-ffff-ffff-ffffffffffff", "0193a0b0-0000-7000-8000-000000000001")]
    [InlineData("to_customer_id", "0193a0b0-0000-7000-8000-000000000001", "")]
    [InlineData("to_customer_id", "0193a0b0-0000-7000-8000-000000000001", "{0193a0b0-0000-7000-8000-000000000002}")]
    [InlineData("to_customer_id", "0193a0b0-0000-7000-8000-000000000001", "FFFFFFFF-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("to_customer_id", "0193a0b0-0000-7000-8000-000000000001", "0193A0B0-0000-7000-8000-000000000001")]
    public async Task What_names_no_two_customers_is_refused_by_the_name_of_its_field(string field, string from, string to)
    {
        await using var callers = await Callers.StartAsync(postgres);

        var refused = await Refusal.OfAsync(callers.Client.AssignOrdersAsync(new() { FromCustomerId = from, ToCustomerId = to }, callers.As("service")));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.StartsWith($"{field}: ", refused.Detail, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<int>> HistoryAsync(Callers callers, string caller, Order order) =>
        (await callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, callers.As(caller))).Events.Select(happened => (int)happened.Type);

    private static async Task<Order> ReadAsync(Callers callers, Order order) =>
        (await callers.Client.ReadOrderAsync(new() { Uuid = order.Uuid }, callers.As("operator"))).Order;
}
