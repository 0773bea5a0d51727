using Grpc.Core;
using OrderApp.Buying.Pricing;
using OrderApp.Protos;

namespace OrderApp.Tests.Carts;

/// <summary>Of more than two copies the cheapest one is free, once per customer.</summary>
public sealed class PromotionTests(CartFixture fixture) : IClassFixture<CartFixture>
{
    private CartHost Host => fixture.Host;

    // Each digit is a copy at so many dollars.
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("5", 0, 0)]
    [InlineData("55", 0, 0)]
    [InlineData("12", 0, 0)]
    [InlineData("123", 1, 1)]
    [InlineData("321", 1, 1)]
    [InlineData("555", 1, 5)]
    [InlineData("95511", 1, 1)]
    [InlineData("999999", 1, 9)]
    [InlineData("234567", 1, 2)]
    public void The_cheapest_copy_of_more_than_two_is_free_and_no_more_than_one(string copies, int free, long dollars)
    {
        var lines = copies.GroupBy(price => price).Select(same => new PricedLine(same.Key, "", same.Count(), same.Key - '0')).ToList();

        var cart = new PricedCart(Promotion.Apply(lines));

        Assert.Equal(free, cart.Lines.Sum(line => line.Free));
        Assert.Equal(dollars, cart.Discount);
        Assert.Equal(cart.Subtotal - dollars, cart.Total);
        Assert.Equal(free == 1 ? "buy_two_get_one_free" : null, cart.Promotion);
    }

    [Fact]
    public void What_is_gone_or_not_for_sale_neither_counts_nor_is_given_away()
    {
        PricedLine[] lines = [new(1, "", 2, 5), new(2, "", 9, null), new(3, "", 9, null, Gone: true)];

        Assert.Equal(0, new PricedCart(Promotion.Apply(lines)).Discount);
        Assert.Equal([1, 0, 0], Promotion.Apply([lines[0] with { Quantity = 3 }, lines[1], lines[2]]).Select(line => line.Free));
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 1)]
    public async Task It_comes_with_the_third_copy_in_any_order_and_goes_with_a_line(int first, int second, int third)
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(first, 1);
        Assert.Equal("", (await customer.AddAsync(second, 1)).Promotion);

        var cart = await customer.AddAsync(third, 1);
        Assert.Equal(("buy_two_get_one_free", 1), (cart.Promotion, cart.Lines.Single(line => line.FreeQuantity == 1).BookId));
        Assert.Equal(CartHost.Usd(500), cart.Total);

        cart = await customer.SetAsync(1, 0);
        Assert.Equal("", cart.Promotion);
        Assert.Equal(CartHost.Usd(500), cart.Total);
        Assert.Null(cart.Discount);
    }

    [Fact]
    public async Task It_can_be_used_once()
    {
        foreach (var buyer in new[] { Host.NewCustomer(), Host.NewGuest() })
        {
            await buyer.AddAsync(1, 3);
            Assert.Equal("buy_two_get_one_free", (await Host.Client.GetPromotionAsync(new(), buyer.Headers)).Promotion);
            await buyer.CheckoutAsync(200);

            var cart = await buyer.AddAsync(1, 3);
            Assert.Equal(("", CartHost.Usd(300)), (cart.Promotion, cart.Total));
            Assert.Equal("", (await Host.Client.GetPromotionAsync(new(), buyer.Headers)).Promotion);
            Assert.Equal((StatusCode.FailedPrecondition, "TOTAL_CHANGED"), await CartHost.RefusalAsync(() => buyer.CheckoutAsync(200)));
            Assert.Equal(CheckoutStatus.Types.State.Completed, (await buyer.CheckoutAsync(300)).State);
        }

        Assert.Empty(await Invariants.FindBrokenAsync(Host));
    }

    [Fact]
    public async Task Who_used_it_as_a_guest_has_used_it_when_he_signs_in()
    {
        var (guest, customer) = (Host.NewGuest(), Host.NewCustomer());
        await guest.AddAsync(1, 3);
        await guest.CheckoutAsync(200);
        await customer.AddAsync(1, 3);
        Assert.Equal("buy_two_get_one_free", (await customer.GetAsync()).Promotion);

        await Host.Client.MergeCartsAsync(new() { FromCartId = guest.Id.ToString(), CartId = customer.Id.ToString() }, customer.Headers);

        Assert.Equal("", (await customer.GetAsync()).Promotion);
    }

    [Fact]
    public async Task Of_two_checkouts_that_race_for_it_the_database_gives_it_to_one_and_tells_the_other_that_the_total_has_changed()
    {
        // His account's cart and the one that he filled as a guest, bought at once; signing in makes the two customers one.
        var (guest, customer) = (Host.NewGuest(), Host.NewCustomer());
        await guest.AddAsync(1, 3);
        await customer.AddAsync(2, 3);
        var priced = Host.Shop.Faults.Hold("BatchGetBooks", after: true);
        var late = customer.CheckoutAsync(400);
        await priced.Reached;
        Assert.Equal(CheckoutStatus.Types.State.Completed, (await guest.CheckoutAsync(200)).State);
        await Host.ExecuteAsync(
            $"INSERT INTO promotion_uses SELECT promotion, 1, '{customer.Id}', checkout_id FROM promotion_uses WHERE customer_id = '{guest.Id}'");
        priced.Release();

        Assert.Equal((StatusCode.FailedPrecondition, "TOTAL_CHANGED"), await CartHost.RefusalAsync(() => late));
        Assert.Equal(0, await Host.ScalarAsync<long>($"SELECT count(*) FROM checkouts WHERE cart_id = '{customer.Id}'"));
        Assert.Equal(CartHost.Usd(600), (await customer.GetAsync()).Total);
        await Host.ExecuteAsync($"DELETE FROM promotion_uses WHERE customer_id = '{customer.Id}'");
    }
}
