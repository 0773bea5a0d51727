using OrderApp.Tests.Orders.Life;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders.Access;

/// <summary>Customers whose accounts were deleted are struck out.</summary>
public sealed class DeletedAccountTests(PostgresServer postgres)
{
    // An address counts for one, a reason for another.
    private const string AddressesAndReasons =
        """
        SELECT count(details -> 'deliveryAddress') + count(nullif(details ->> 'cancelReason', ''))
        FROM (SELECT details FROM orders UNION ALL SELECT details FROM order_changes) AS kept
        """;

    private const string Deleted = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    private static readonly (string, string) Often = ("Orders:DeletedAccountsInterval", "00:00:00.200");

    [Fact]
    public async Task A_deleted_account_stands_nowhere_any_more_and_only_operators_and_services_see_what_it_ordered()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        await using var callers = await Callers.StartAsync(postgres, accounts.Setting, Often);
        var order = await callers.CreateAsync("ada", "Emma", "key");
        var changed = await callers.CreateAsync("ada", "Persuasion");
        await callers.Client.UpdateOrderAsync(new() { Uuid = changed.Uuid, Name = "Persuasion!" }, callers.As("ada"));
        var gone = await callers.CreateAsync("ada", "Sanditon");
        await callers.Client.DeleteOrderAsync(new() { Uuid = gone.Uuid }, callers.As("ada"));
        var bobs = await callers.CreateAsync("bob", "bob's", "key");
        var nobodys = await callers.CreateAsync("nobody", "nobody's", "key");

        accounts.Delete(callers.Ada);
        await NowhereAsync(callers, callers.Ada);

        foreach (var caller in new[] { "ada", "bob", "guest", "nobody" })
        {
            Assert.Null(await callers.NameAsync(caller, order.Uuid));
            Assert.Empty((await callers.Client.ListOrderEventsAsync(new() { Uuid = gone.Uuid }, callers.As(caller))).Events);
        }

        foreach (var caller in new[] { "operator", "service" })
        {
            Assert.Equal(["Persuasion!", "Emma"], await callers.ListAsync(caller, new() { CustomerId = Deleted }));
            var history = (await callers.Client.ListOrderEventsAsync(new() { Uuid = gone.Uuid }, callers.As(caller))).Events;
            Assert.Equal([Deleted, Deleted], history.Select(happened => happened.Order.CustomerId));
        }

        Assert.Equal(bobs, await callers.CreateAsync("bob", "bob's", "key"));
        Assert.Equal(nobodys, await callers.CreateAsync("nobody", "nobody's", "key"));
        Assert.Equal([$"{callers.Bob}", ""], [bobs.CustomerId, nobodys.CustomerId]);
    }

    [Fact]
    public async Task Deleted_customers_may_have_used_the_same_request_ids_and_have_many_orders()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        await using var callers = await Callers.StartAsync(postgres, accounts.Setting, Often);
        foreach (var caller in new[] { "ada", "bob", "operator" })
            await callers.CreateAsync(caller, "Emma", "the same key");
        await callers.Host.AddOrdersAsync(1200);
        await callers.Host.ExecuteAsync($"UPDATE orders SET customer_id = '{callers.Ada}' WHERE name LIKE 'order %'");

        accounts.Delete(callers.Ada);
        accounts.Delete(callers.Bob);
        accounts.Delete(callers.Operator);

        foreach (var customer in new[] { callers.Ada, callers.Bob, callers.Operator })
            await NowhereAsync(callers, customer);
        Assert.Equal(1203, await callers.Host.CountAsync($"SELECT count(*) FROM orders WHERE customer_id = '{Deleted}'"));
    }

    [Fact]
    public async Task The_address_of_who_deleted_his_account_is_kept_nowhere_and_what_he_bought_is()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        await using var callers = await Callers.StartAsync(postgres, accounts.Setting, Often);
        var order = await callers.BuyAsync(callers.Ada);
        var bobs = await callers.BuyAsync(callers.Bob);
        await callers.Client.CancelOrderAsync(new() { Uuid = order.Uuid, Reason = "I live in Paris now" }, callers.As("ada"));
        Assert.Equal(6, await callers.Host.CountAsync(AddressesAndReasons));

        accounts.Delete(callers.Ada);
        await NowhereAsync(callers, callers.Ada);

        Assert.Equal(1, await callers.Host.CountAsync(AddressesAndReasons)); // Bob's
        var left = await callers.ReadAsync(order.Uuid);
        Assert.Equal((Deleted, null, order.Lines, order.Total), (left.CustomerId, left.DeliveryAddress, left.Lines, left.Total));
        var history = (await callers.Client.ListOrderEventsAsync(new() { Uuid = order.Uuid }, callers.As("operator"))).Events;
        Assert.Equal([null, null], history.Select(told => told.Order.DeliveryAddress));
        Assert.Equal(bobs, await callers.ReadAsync(bobs.Uuid, "bob"));
        Assert.Equal("REFUNDED", $"{(await callers.MoveAsync("MarkOrderRefunded", order.Uuid)).State}".ToUpperInvariant());
    }

    [Fact]
    public async Task What_a_token_that_still_lives_orders_after_the_deletion_is_struck_out_too()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        await using var callers = await Callers.StartAsync(postgres, accounts.Setting, Often);
        accounts.Delete(callers.Ada);
        await accounts.DealtWithAsync();

        await callers.CreateAsync("ada", "Emma", "late");
        await callers.CreateAsync("guest", "Persuasion");
        await callers.AssignAsync(callers.Guest, callers.Ada);

        await NowhereAsync(callers, callers.Ada);
        Assert.Equal(2, await callers.Host.CountAsync($"SELECT count(*) FROM orders WHERE customer_id = '{Deleted}'"));
    }

    [Fact]
    public async Task Only_what_was_deleted_long_ago_is_not_asked_for_again_and_a_replica_goes_on_there()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        accounts.Delete(Guid.CreateVersion7(), TimeSpan.FromDays(2));
        accounts.Delete(Guid.CreateVersion7(), TimeSpan.FromDays(1));
        accounts.Delete(Guid.CreateVersion7(), TimeSpan.FromMinutes(50));
        accounts.Delete(Guid.CreateVersion7(), TimeSpan.FromDays(1)); // the clocks of the user service's replicas differ
        await using var callers = await Callers.StartAsync(postgres, accounts.Setting, Often);

        await accounts.DealtWithAsync();
        var before = accounts.Asked.Count;
        await using var second = await OrderServiceHost.StartOnAsync(callers.Host.Connection, callers.Tokens.Setting, accounts.Setting, Often);
        await accounts.DealtWithAsync();

        Assert.Equal(20, await callers.Host.CountAsync("SELECT sequence FROM deleted_accounts"));
        Assert.All(accounts.Asked.Skip(before), asked => Assert.True(asked.After >= 20, $"asked from {asked.After} on again"));
    }

    [Fact]
    public async Task It_is_asked_in_the_services_own_name_and_again_once_the_user_service_is_back()
    {
        await using var accounts = await FakeAccounts.StartAsync();
        await using var callers = await Callers.StartAsync(postgres, accounts.Setting, Often, ("Auth:ClientId", "orderservice"), ("Auth:ClientSecret", "secret"));
        await accounts.DealtWithAsync();
        Assert.All(accounts.Asked, asked => Assert.StartsWith("Bearer ", asked.Authorization, StringComparison.Ordinal));

        await accounts.StopAsync();
        await callers.CreateAsync("ada", "Emma");
        accounts.Delete(callers.Ada);
        await accounts.StartAgainAsync();

        await NowhereAsync(callers, callers.Ada);
    }

    private static Task NowhereAsync(Callers callers, Guid customer) => Eventually.TrueAsync(
        async () => await callers.Host.CountAsync(
            """
            SELECT (SELECT count(*) FROM orders WHERE customer_id = $1) + (SELECT count(*) FROM order_changes WHERE customer_id = $1)
              + (SELECT count(*) FROM order_requests WHERE customer_id = $1)
            """,
            customer) == 0,
        "the deleted customer stands nowhere");
}
