namespace OrderApp.Tests.Carts;

public sealed class PriceChangeTests(CartFixture fixture) : IClassFixture<CartFixture>
{
    [Fact]
    public async Task A_price_that_changes_is_what_carts_show_from_then_on()
    {
        var shop = fixture.Host.Shop;
        var customer = fixture.Host.NewCustomer();
        shop.Catalogue.Put(91, 1000);
        Assert.Equal(CartHost.Usd(2000), (await customer.AddAsync(91, 2)).Total);

        shop.Catalogue.Put(91, 750);

        var cart = await customer.GetAsync();
        Assert.Equal((CartHost.Usd(750), CartHost.Usd(1500)), (cart.Lines.Single().UnitPrice, cart.Total));
    }

    [Fact]
    public async Task A_book_that_is_hidden_is_gone_from_carts_and_cannot_be_bought()
    {
        var shop = fixture.Host.Shop;
        var customer = fixture.Host.NewCustomer();
        shop.Catalogue.Put(92, 1000);
        await customer.AddAsync(92, 1);

        shop.Catalogue.Remove(92);

        Assert.True((await customer.GetAsync()).Lines.Single().Gone);
        Assert.Equal((Grpc.Core.StatusCode.FailedPrecondition, "BOOK_GONE"), await CartHost.RefusalAsync(() => customer.CheckoutAsync(1000)));
    }
}
