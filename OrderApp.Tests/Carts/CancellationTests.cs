using OrderApp.Protos;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.CheckoutStatus.Types.State;

namespace OrderApp.Tests.Carts;

/// <summary>A cancelled order is paid back and its copies return to the stock: once.</summary>
public sealed class CancellationTests(CartFixture fixture, PostgresServer postgres) : IClassFixture<CartFixture>
{
    private const int Long = 5;

    private CartHost Host => fixture.Host;

    [Fact]
    public async Task However_often_a_cancellation_is_told_the_money_and_the_copies_go_back_once()
    {
        var before = Host.Shop.Inventory.Available(2);
        var uuid = await BuyAsync(Host);
        Host.Shop.Orders.Cancel(uuid);
        await RefundedAsync(Host, uuid);
        for (var i = 0; i < 5; i++)
            Host.Shop.Orders.Repeat(uuid);
        // What comes after them has been dealt with: so have they.
        var last = await BuyAsync(Host);
        Host.Shop.Orders.Cancel(last);
        await RefundedAsync(Host, last);

        Assert.Equal(before, Host.Shop.Inventory.Available(2));
        Assert.Equal(CartHost.Usd(400), Host.Shop.Transactions.Of(uuid).Single().Refunded);
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
    }

    [Theory]
    [InlineData("Refund", false)]
    [InlineData("Refund", true)]
    [InlineData("Return", false)]
    [InlineData("Return", true)]
    [InlineData("MarkOrderRefunded", false)]
    [InlineData("MarkOrderRefunded", true)]
    public async Task A_refund_that_fails_on_the_way_is_tried_until_it_is_done(string step, bool isAnswerLost)
    {
        var before = Host.Shop.Inventory.Available(2);
        var uuid = await BuyAsync(Host);
        Host.Shop.Faults.Fail(step, Long, isAnswerLost);
        Host.Shop.Orders.Cancel(uuid);

        await RefundedAsync(Host, uuid);
        Host.Shop.Faults.Clear();

        Assert.Equal(before, Host.Shop.Inventory.Available(2));
        Assert.Equal(CartHost.Usd(400), Host.Shop.Transactions.Of(uuid).Single().Refunded);
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
    }

    [Fact]
    public async Task An_order_that_is_cancelled_before_its_checkout_has_ended_is_refunded_after_it()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(2, 1);
        var hold = Host.Shop.Faults.Hold("Capture", after: true);
        var checkout = customer.CheckoutAsync(200);
        await hold.Reached;
        var order = Host.Shop.Orders.All.Single(order => order.CustomerId == customer.Id.ToString());
        Host.Shop.Orders.Cancel(order.Uuid);
        await Eventually.TrueAsync(
            async () => await Host.ScalarAsync<long>($"SELECT count(*) FROM checkouts WHERE order_uuid = '{order.Uuid}' AND cancelled_at IS NOT NULL") == 1,
            "the cancellation is known");
        hold.Release();

        Assert.Equal(State.Completed, (await checkout).State);
        await RefundedAsync(Host, order.Uuid);
        Assert.Empty(await Invariants.FindBrokenAsync(Host));
    }

    [Fact]
    public async Task What_an_operator_has_paid_back_already_is_not_paid_back_again()
    {
        var uuid = await BuyAsync(Host);
        var paid = Host.Shop.Transactions.Of(uuid).Single();
        await Host.Shop.Transactions.Refund(
            new() { TransactionId = paid.TransactionId, Amount = CartHost.Usd(150), RequestId = Guid.NewGuid().ToString(), Reason = "a torn page" }, null!);
        Host.Shop.Orders.Cancel(uuid);

        await RefundedAsync(Host, uuid);

        Assert.Equal(CartHost.Usd(400), Host.Shop.Transactions.Of(uuid).Single().Refunded);
    }

    [Fact]
    public async Task Cancellations_whose_events_are_no_longer_kept_are_found_in_the_orders()
    {
        await using var host = await CartHost.StartAsync(postgres);
        var known = await BuyAsync(host);
        host.Shop.Orders.Cancel(known);
        await RefundedAsync(host, known);
        var missed = await BuyAsync(host);
        await host.Shop.StopAsync();
        host.Shop.Orders.Cancel(missed);
        host.Shop.Orders.ForgetEvents();
        await host.Shop.StartAgainAsync();

        await RefundedAsync(host, missed);

        Assert.Empty(await Invariants.FindBrokenAsync(host));
    }

    private static async Task<string> BuyAsync(CartHost host)
    {
        var customer = host.NewCustomer();
        await customer.AddAsync(2, 3);
        return (await customer.CheckoutAsync(400)).Order.Uuid;
    }

    private static Task RefundedAsync(CartHost host, string uuid) => Eventually.TrueAsync(
        async () => host.Shop.Orders.Find(uuid)!.State is Order.Types.State.Refunded
            && await host.ScalarAsync<long>($"SELECT count(*) FROM checkouts WHERE order_uuid = '{uuid}' AND due_at IS NULL AND cancelled_at IS NOT NULL") == 1,
        "the order is refunded");
}
