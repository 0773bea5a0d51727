using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>One order, and everyone who tries to see and to change it.</summary>
public sealed class AccessTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("true", "ada", "ada operator service")]
    [InlineData("true", "guest", "guest operator service")]
    [InlineData("true", "operator", "operator service")]
    [InlineData("true", "nobody", "ada bob guest nobody operator service")]
    [InlineData("true", "service", "ada bob guest nobody operator service")]
    [InlineData("false", "ada", "ada operator service")]
    [InlineData("false", "guest", "guest operator service")]
    [InlineData("false", "service", "operator service")]
    public async Task An_order_is_seen_and_changed_by_those_who_may_and_is_not_there_for_all_others(string anonymous, string owner, string allowed)
    {
        await using var callers = await Callers.StartAsync(postgres, ("Access:AnonymousOrders", anonymous));
        var may = allowed.Split(' ');
        foreach (var caller in Callers.Names.Where(name => anonymous == "true" || name != "nobody"))
        {
            var order = await callers.CreateAsync(owner, "Emma");
            if (may.Contains(caller))
                await AssertAllowedAsync(callers, caller, order);
            else
                await AssertNotThereAsync(callers, caller, order);
        }
    }

    [Fact]
    public async Task An_order_tells_whose_it_is()
    {
        await using var callers = await Callers.StartAsync(postgres);

        Assert.Equal($"{callers.Ada}", (await callers.CreateAsync("ada", "Emma")).CustomerId);
        Assert.Equal($"{callers.Guest}", (await callers.CreateAsync("guest", "Emma")).CustomerId);
        Assert.Equal($"{callers.Operator}", (await callers.CreateAsync("operator", "Emma")).CustomerId);
        Assert.Equal("", (await callers.CreateAsync("service", "Emma")).CustomerId);
        var nobodys = await callers.CreateAsync("nobody", "Emma");
        Assert.Equal("", nobodys.CustomerId);
        var changed = await callers.Client.UpdateOrderAsync(new() { Uuid = nobodys.Uuid, Name = "Emma!" }, callers.As("ada"));
        Assert.Equal("", changed.Order.CustomerId); // who changes nobody's order does not take it
    }

    [Fact]
    public async Task Of_changes_that_race_in_one_batch_only_the_owners_are_made()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var order = await callers.CreateAsync("ada", "Emma");
        string[] racing = ["ada", "bob", "nobody", "guest"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var caller = racing[number % racing.Length];
            try
            {
                if (number % 10 == 1)
                    return (caller, Done: (await callers.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, callers.As("bob"))).Success);
                await callers.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = $"by {caller}" }, callers.As(caller));
                return (caller, Done: true);
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
            {
                return (caller, Done: false);
            }
        }));

        Assert.Equal(["ada"], answers.Where(answer => answer.Done).Select(answer => answer.caller).Distinct());
        Assert.Equal(50, answers.Count(answer => answer.Done));
        Assert.Equal("51", (await callers.Client.ReadOrderAsync(new() { Uuid = order.Uuid }, callers.As("ada"))).Order.Etag);
        Assert.Equal(50, await callers.Host.CountAsync("SELECT count(*) FROM order_changes WHERE name = 'by ada' AND customer_id = $1", callers.Ada));
        Assert.Equal(51, await callers.Host.CountAsync("SELECT count(*) FROM order_changes"));
    }

    [Fact]
    public async Task Anothers_order_is_refused_in_the_words_of_one_that_never_was()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var order = await callers.CreateAsync("ada", "Emma");
        var never = Guid.CreateVersion7().ToString();

        var anothers = await Refusal.OfAsync(callers.Client.ReadOrderAsync(new() { Uuid = order.Uuid }, callers.As("bob")));
        var unknown = await Refusal.OfAsync(callers.Client.ReadOrderAsync(new() { Uuid = never }, callers.As("bob")));

        Assert.Equal(unknown.StatusCode, anothers.StatusCode);
        Assert.Equal(unknown.Detail, anothers.Detail.Replace(order.Uuid, never, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public async Task No_guest_passes_for_nobody_or_for_a_deleted_customer(string guest)
    {
        await using var callers = await Callers.StartAsync(postgres);

        var refused = await Refusal.OfAsync(callers.Client.CreateOrderAsync(new() { Name = "Emma" }, callers.Tokens.Service(Guid.Parse(guest))));

        Assert.Equal((StatusCode.InvalidArgument, "x-guest-id: is not a UUID of a guest"), (refused.StatusCode, refused.Detail));
    }

    private static async Task AssertAllowedAsync(Callers callers, string caller, Order order)
    {
        var (client, headers) = (callers.Client, callers.As(caller));
        Assert.Equal(order, (await client.ReadOrderAsync(new() { Uuid = order.Uuid }, headers)).Order);
        var changed = (await client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "Emma!", Etag = order.Etag }, headers)).Order;
        Assert.Equal(order.CustomerId, changed.CustomerId);
        Assert.Equal(
            StatusCode.Aborted, (await Refusal.OfAsync(client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "x", Etag = order.Etag }, headers))).StatusCode);
        Assert.Equal(StatusCode.Aborted, (await Refusal.OfAsync(client.DeleteOrderAsync(new() { Uuid = order.Uuid, Etag = order.Etag }, headers))).StatusCode);
        Assert.True((await client.DeleteOrderAsync(new() { Uuid = order.Uuid, Etag = changed.Etag }, headers)).Success);
        Assert.Equal(3, (await client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, headers)).Events.Count);
    }

    private static async Task AssertNotThereAsync(Callers callers, string caller, Order order)
    {
        var (client, headers) = (callers.Client, callers.As(caller));
        Assert.Equal(StatusCode.NotFound, (await Refusal.OfAsync(client.ReadOrderAsync(new() { Uuid = order.Uuid }, headers))).StatusCode);
        foreach (var etag in new[] { "", order.Etag, "77" })
        {
            Assert.Equal(
                StatusCode.NotFound, (await Refusal.OfAsync(client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "taken", Etag = etag }, headers))).StatusCode);
            Assert.False((await client.DeleteOrderAsync(new() { Uuid = order.Uuid, Etag = etag }, headers)).Success);
        }

        Assert.Empty((await client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, headers)).Events);
        Assert.Equal(order, (await client.ReadOrderAsync(new() { Uuid = order.Uuid }, callers.As("operator"))).Order);
        await client.DeleteOrderAsync(new() { Uuid = order.Uuid }, callers.As("operator"));
        Assert.Empty((await client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, headers)).Events);
    }
}
