using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>Events of orders that not all may see.</summary>
public sealed class AccessWatchTests(PostgresServer postgres)
{
    private static readonly Dictionary<string, string[]> Seen = new()
    {
        ["ada"] = ["ada", "nobody"],
        ["bob"] = ["bob", "nobody"],
        ["guest"] = ["guest", "nobody"],
        ["nobody"] = ["nobody"],
        ["operator"] = ["ada", "bob", "guest", "nobody"],
        ["service"] = ["ada", "bob", "guest", "nobody"],
    };

    [Theory]
    [InlineData("20000")]
    [InlineData("100")] // far fewer than the events of this test: what is not in memory any more comes from the database
    public async Task Everyone_who_watches_is_told_of_the_orders_he_may_see_and_of_no_others(string feedLength)
    {
        await using var callers = await Callers.StartAsync(postgres, ("Orders:FeedLength", feedLength));
        var tokens = new Dictionary<string, string>();
        var live = new Dictionary<string, Watching>();
        foreach (var caller in Callers.Names)
        {
            live[caller] = await callers.WatchAsync(caller);
            tokens[caller] = await live[caller].FirstTokenAsync();
        }

        for (var round = 0; round < 10; round++)
            await Task.WhenAll(new[] { "ada", "bob", "guest", "nobody" }.Select(owner => ChangeAsync(callers, owner)));
        await callers.CreateAsync("nobody", "the end");

        foreach (var (caller, watching) in live)
        {
            AssertSeen(callers, caller, await watching.TakeUntilAsync("the end"));
            using var resumed = await callers.WatchAsync(caller, new() { ResumeToken = tokens[caller] });
            AssertSeen(callers, caller, await resumed.TakeUntilAsync("the end"));
            watching.Dispose();
        }
    }

    [Fact]
    public async Task With_customer_id_only_that_customers_events_are_told()
    {
        await using var callers = await Callers.StartAsync(postgres);
        using var own = await callers.WatchAsync("ada", new() { CustomerId = $"{callers.Ada}" });
        using var operators = await callers.WatchAsync("operator", new() { CustomerId = $"{callers.Ada}" });

        foreach (var (owner, name) in new[] { ("bob", "1"), ("ada", "2"), ("nobody", "3"), ("ada", "4") })
            await callers.CreateAsync(owner, name);

        Assert.Equal(["2", "4"], (await own.TakeAsync(2)).Select(told => told.Order.Name));
        Assert.Equal(["2", "4"], (await operators.TakeAsync(2)).Select(told => told.Order.Name));
    }

    [Fact]
    public async Task A_resume_token_is_of_use_only_to_those_of_the_view_it_was_given_to()
    {
        await using var callers = await Callers.StartAsync(postgres);
        foreach (var giver in new[] { "ada", "guest", "nobody", "operator" })
        {
            using var watching = await callers.WatchAsync(giver);
            await callers.CreateAsync("nobody", "seen by all");
            foreach (var token in new[] { await watching.FirstTokenAsync(), (await watching.NextAsync()).ResumeToken })
            {
                foreach (var taker in Callers.Names)
                {
                    if (taker == giver || (giver, taker) is ("operator", "service"))
                    {
                        using var resumed = await callers.WatchAsync(taker, new() { ResumeToken = token });
                        Assert.NotEmpty(await resumed.FirstTokenAsync());
                    }
                    else
                    {
                        await AssertRefusedAsync(callers, taker, token);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_resume_token_from_before_there_were_customers_leads_on_for_who_has_no_token()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var former = OpaqueToken.Write(new byte[8], "order events"u8, 4);
        await callers.CreateAsync("ada", "ada's");
        await callers.CreateAsync("nobody", "nobody's");

        using var watching = await callers.WatchAsync("nobody", new() { ResumeToken = former });

        Assert.Equal("nobody's", (await watching.NextAsync()).Order.Name);
        await AssertRefusedAsync(callers, "ada", former);
    }

    [Fact]
    public async Task A_page_token_of_a_history_is_of_use_only_to_whom_it_was_given()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var order = await callers.CreateAsync("nobody", "version 0");
        for (var version = 1; version < 4; version++)
            await callers.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = $"version {version}" });
        ListOrderEventsRequest Page(string token) => new() { Uuid = order.Uuid, PageSize = 2, PageToken = token };

        foreach (var giver in new[] { "ada", "guest", "nobody", "operator" })
        {
            var token = (await callers.Client.ListOrderEventsAsync(Page(""), callers.As(giver))).NextPageToken;
            foreach (var taker in Callers.Names)
            {
                if (taker == giver || (giver, taker) is ("operator", "service"))
                {
                    Assert.Equal(2, (await callers.Client.ListOrderEventsAsync(Page(token), callers.As(taker))).Events.Count);
                    continue;
                }

                var refused = await Refusal.OfAsync(callers.Client.ListOrderEventsAsync(Page(token), callers.As(taker)));
                Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
                Assert.StartsWith("page_token: ", refused.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_history_gives_tokens_that_its_caller_may_watch_from()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var order = await callers.CreateAsync("ada", "Emma");
        var token = (await callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, callers.As("ada"))).Events.Single().ResumeToken;
        await callers.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, callers.As("ada"));

        using var watching = await callers.WatchAsync("ada", new() { ResumeToken = token });

        Assert.Equal(OrderEvent.Types.Type.Deleted, (await watching.NextAsync()).Type);
    }

    // An order that is made, changed and, mostly, removed.
    private static async Task ChangeAsync(Callers callers, string owner)
    {
        var order = await callers.CreateAsync(owner, $"{owner}'s");
        await callers.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = $"{owner}'s" }, callers.As(owner));
        await callers.Client.DeleteOrderAsync(new() { Uuid = order.Uuid }, callers.As(owner));
    }

    private static void AssertSeen(Callers callers, string caller, List<OrderEvent> told)
    {
        Assert.Equal(
            Seen[caller].SelectMany(owner => Enumerable.Repeat($"{owner}'s", 30)),
            told.SkipLast(1).Select(happened => happened.Order.Name).Order(StringComparer.Ordinal));
        var owners = new Dictionary<string, string> { ["ada's"] = $"{callers.Ada}", ["bob's"] = $"{callers.Bob}", ["guest's"] = $"{callers.Guest}" };
        Assert.All(told, happened => Assert.Equal(owners.GetValueOrDefault(happened.Order.Name, ""), happened.Order.CustomerId));
    }

    private static async Task AssertRefusedAsync(Callers callers, string caller, string token)
    {
        var refused = await Refusal.OfAsync(async () =>
        {
            using var watching = await callers.WatchAsync(caller, new() { ResumeToken = token });
            await watching.NextAsync();
        });
        Assert.Equal((caller, StatusCode.InvalidArgument), (caller, refused.StatusCode));
        Assert.StartsWith("resume_token: ", refused.Detail, StringComparison.Ordinal);
    }
}
