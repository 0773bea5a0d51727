using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>Lists of those who see different orders.</summary>
public sealed class AccessListTests(PostgresServer postgres)
{
    [Theory]
    [InlineData("ada", "ada nobody")]
    [InlineData("bob", "bob nobody")]
    [InlineData("guest", "guest nobody")]
    [InlineData("nobody", "nobody")]
    [InlineData("operator", "ada bob guest nobody")]
    [InlineData("service", "ada bob guest nobody")]
    public async Task A_walk_over_a_list_shows_all_that_may_be_seen_newest_first_and_nothing_else(string caller, string owners)
    {
        await using var callers = await Callers.StartAsync(postgres);
        var made = await FillAsync(callers);
        var seen = made.Where(order => owners.Split(' ').Contains(order.Owner)).Reverse().ToList();

        Assert.Equal(seen.Select(order => order.Name), await callers.ListAsync(caller, new() { PageSize = 3 }));
        Assert.Equal(
            seen.Where(order => order.Completed).Select(order => order.Name), await callers.ListAsync(caller, new() { PageSize = 3, Completed = true }));
        Assert.Equal(
            seen.Where(order => order.Name.Contains("even", StringComparison.Ordinal)).Select(order => order.Name),
            await callers.ListAsync(caller, new() { PageSize = 3, Query = "EVEN" }));
        Assert.Equal(
            seen.Where(order => order.Completed && order.Name.Contains("even", StringComparison.Ordinal)).Select(order => order.Name),
            await callers.ListAsync(caller, new() { PageSize = 2, Query = "EVEN", Completed = true }));
    }

    [Fact]
    public async Task With_customer_id_a_list_holds_that_customers_orders_alone()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var made = await FillAsync(callers);
        var adas = made.Where(order => order.Owner == "ada").Reverse().ToList();

        foreach (var caller in new[] { "ada", "operator", "service" })
        {
            Assert.Equal(adas.Select(order => order.Name), await callers.ListAsync(caller, new() { PageSize = 2, CustomerId = $"{callers.Ada}".ToUpperInvariant() }));
            Assert.Equal(
                adas.Where(order => order.Name.Contains("even", StringComparison.Ordinal)).Select(order => order.Name),
                await callers.ListAsync(caller, new() { CustomerId = $"{callers.Ada}", Query = "even" }));
        }

        Assert.Empty(await callers.ListAsync("operator", new() { CustomerId = $"{Guid.CreateVersion7()}" }));
    }

    [Fact]
    public async Task Asking_for_anothers_orders_is_refused_whether_he_exists_or_not()
    {
        await using var callers = await Callers.StartAsync(postgres);
        await callers.CreateAsync("ada", "Emma");

        foreach (var caller in new[] { "bob", "guest", "nobody" })
        {
            foreach (var another in new[] { callers.Ada, Guid.CreateVersion7(), Guid.Empty, Guid.AllBitsSet })
            {
                var list = await Refusal.OfAsync(callers.Client.ListOrdersAsync(new() { CustomerId = $"{another}" }, callers.As(caller)));
                var watch = await Refusal.OfAsync(async () =>
                {
                    using var watching = await callers.WatchAsync(caller, new() { CustomerId = $"{another}" });
                    await watching.NextAsync();
                });
                Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied), (list.StatusCode, watch.StatusCode));
            }
        }
    }

    [Fact]
    public async Task A_page_token_is_of_use_only_to_whom_it_was_given_and_with_the_same_customer_id()
    {
        await using var callers = await Callers.StartAsync(postgres);
        await FillAsync(callers);
        foreach (var giver in new[] { "ada", "guest", "nobody", "operator" })
        {
            var token = (await callers.Client.ListOrdersAsync(new() { PageSize = 1 }, callers.As(giver))).NextPageToken;
            foreach (var taker in Callers.Names)
            {
                if (taker == giver || (giver, taker) is ("operator", "service"))
                    Assert.NotEmpty((await callers.Client.ListOrdersAsync(new() { PageToken = token }, callers.As(taker))).Orders);
                else
                    await AssertRefusedAsync(callers, taker, new() { PageToken = token });
            }
        }

        var ofAll = (await callers.Client.ListOrdersAsync(new() { PageSize = 1 }, callers.As("ada"))).NextPageToken;
        var ofHers = (await callers.Client.ListOrdersAsync(new() { PageSize = 1, CustomerId = $"{callers.Ada}" }, callers.As("ada"))).NextPageToken;
        await AssertRefusedAsync(callers, "ada", new() { PageToken = ofAll, CustomerId = $"{callers.Ada}" });
        await AssertRefusedAsync(callers, "ada", new() { PageToken = ofHers });
    }

    [Fact]
    public async Task A_page_token_from_before_there_were_customers_leads_on_for_who_has_no_token()
    {
        await using var callers = await Callers.StartAsync(postgres);
        var first = await callers.CreateAsync("nobody", "first");
        var second = await callers.CreateAsync("nobody", "second");
        var former = OpaqueToken.Write(Guid.Parse(second.Uuid).ToByteArray(bigEndian: true), "orders//"u8);

        var page = await callers.Client.ListOrdersAsync(new() { PageToken = former });

        Assert.Equal([first], page.Orders);
        await AssertRefusedAsync(callers, "ada", new() { PageToken = former });
    }

    // Orders of everybody, in turn; every third is completed and every other one has "even" in its name.
    private static async Task<List<(string Owner, string Name, bool Completed)>> FillAsync(Callers callers)
    {
        var made = new List<(string Owner, string Name, bool Completed)>();
        for (var number = 0; number < 32; number++)
        {
            var owner = Callers.Names[number % 4];
            var order = (Owner: owner, Name: $"{owner}'s {number}{(number % 8 < 4 ? " even" : "")}", Completed: number % 3 == 0);
            await callers.Client.CreateOrderAsync(new() { Name = order.Name, Completed = order.Completed }, callers.As(owner));
            made.Add(order);
        }

        return made;
    }

    private static async Task AssertRefusedAsync(Callers callers, string caller, ListOrdersRequest request)
    {
        var refused = await Refusal.OfAsync(callers.Client.ListOrdersAsync(request, callers.As(caller)));
        Assert.Equal((caller, StatusCode.InvalidArgument), (caller, refused.StatusCode));
        Assert.StartsWith("page_token: ", refused.Detail, StringComparison.Ordinal);
    }
}
