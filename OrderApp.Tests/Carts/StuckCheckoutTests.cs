using OrderApp.Tests.Support;
using State = OrderApp.Protos.CheckoutStatus.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>What an operator sees of checkouts that do not get on, and does about them.</summary>
public sealed class StuckCheckoutTests(PostgresServer postgres)
{
    [Fact]
    public async Task Stuck_checkouts_are_listed_page_by_page_with_their_step_and_reason_and_can_be_retried()
    {
        await using var host = await CartHost.StartAsync(postgres, ("Cart:Patience", "00:00:00.2"));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var customer = host.NewCustomer();
            await customer.AddAsync(1, 1);
            host.Shop.Faults.Fail("Capture", 4, after: false);
            ids.Add((await customer.CheckoutAsync(100)).CheckoutId);
            // They pause for long, and began long ago.
            await host.ExecuteAsync($"UPDATE checkouts SET created_at = now() - interval '31 seconds', due_at = now() + interval '1 hour', run = NULL WHERE id = '{ids[i]}'");
        }

        var first = await host.Client.ListStuckCheckoutsAsync(new() { PageSize = 2 }, host.Operator);
        var second = await host.Client.ListStuckCheckoutsAsync(new() { PageSize = 2, PageToken = first.NextPageToken }, host.Operator);

        Assert.Equal(ids, first.Checkouts.Concat(second.Checkouts).Select(checkout => checkout.CheckoutId));
        Assert.Equal("", second.NextPageToken);
        Assert.All(first.Checkouts, checkout => Assert.Equal((State.Pending, "Capture"), (checkout.State, checkout.Step)));
        Assert.All(first.Checkouts, checkout => Assert.Contains("planned", checkout.LastError, StringComparison.Ordinal));

        foreach (var id in ids)
        {
            await Eventually.TrueAsync(
                async () => (await host.Client.RetryCheckoutAsync(new() { CheckoutId = id }, host.Operator)).State is State.Completed, "the retried checkout is done");
        }

        Assert.Empty((await host.Client.ListStuckCheckoutsAsync(new(), host.Operator)).Checkouts);
        await host.SettledAsync();
        Assert.Empty(await Invariants.FindBrokenAsync(host));
    }

    [Fact]
    public async Task A_checkout_under_way_for_less_than_30_seconds_is_not_stuck_and_its_customer_is_not_told_what_fails()
    {
        await using var host = await CartHost.StartAsync(postgres, ("Cart:Patience", "00:00:00.1"));
        var customer = host.NewCustomer();
        await customer.AddAsync(1, 1);
        host.Shop.Faults.Fail("Capture", 8, after: false);

        var status = await customer.CheckoutAsync(100);

        Assert.Equal((State.Pending, "", ""), (status.State, status.Step, status.LastError));
        Assert.Empty((await host.Client.ListStuckCheckoutsAsync(new(), host.Operator)).Checkouts);
        await host.SettledAsync();
        Assert.Equal(State.Completed, (await customer.GetCheckoutAsync(status.CheckoutId)).State);
    }
}
