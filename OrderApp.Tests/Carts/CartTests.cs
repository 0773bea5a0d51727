using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Carts;

/// <summary>What a cart holds and costs.</summary>
public sealed class CartTests(CartFixture fixture, PostgresServer postgres) : IClassFixture<CartFixture>
{
    private CartHost Host => fixture.Host;

    [Fact]
    public async Task A_cart_that_was_never_filled_is_empty()
    {
        var cart = await Host.NewCustomer().GetAsync();

        Assert.Empty(cart.Lines);
        Assert.Null(cart.Total);
        Assert.Equal("", cart.Promotion);
    }

    [Fact]
    public async Task Copies_of_a_book_are_one_line_at_the_price_of_the_catalogue()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(2, 1);
        await customer.AddAsync(5, 1);
        Host.Shop.Inventory.Put(5, 7);

        var cart = await customer.AddAsync(2, 3);

        Assert.Equal([2, 5], cart.Lines.Select(line => line.BookId));
        Assert.Equal([4, 1], cart.Lines.Select(line => line.Quantity));
        Assert.Equal(CartHost.Usd(200), cart.Lines[0].UnitPrice);
        Assert.Equal(CartHost.Usd(1300), cart.Subtotal);
        Assert.Equal(CartHost.Usd(200), cart.Discount);
        Assert.Equal(CartHost.Usd(1100), cart.Total);
        Assert.Equal(7, cart.Lines[1].Available);
        Assert.Equal("Book 5", cart.Lines[1].Title);
    }

    [Fact]
    public async Task A_changed_price_is_seen_at_once()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(1, 1);
        Host.Shop.Catalogue.Put(1, 150);
        try
        {
            Assert.Equal(CartHost.Usd(150), (await customer.GetAsync()).Total);
        }
        finally
        {
            Host.Shop.Catalogue.Put(1, 100);
        }
    }

    [Fact]
    public async Task The_same_key_adds_once_and_with_other_content_it_is_refused()
    {
        var customer = Host.NewCustomer();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => customer.AddAsync(3, 2, "key")));

        Assert.Equal(2, (await customer.GetAsync()).Lines.Single().Quantity);
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_TAKEN"), await CartHost.RefusalAsync(() => customer.AddAsync(3, 1, "key")));
        Assert.Equal(2, (await customer.GetAsync()).Lines.Single().Quantity);
    }

    [Fact]
    public async Task Of_racing_additions_none_is_lost()
    {
        var customer = Host.NewCustomer();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => customer.AddAsync((number % 3) + 1, 1)));

        Assert.Equal([(1, 20), (2, 20), (3, 20)], (await customer.GetAsync()).Lines.Select(line => (line.BookId, line.Quantity)).Order());
    }

    [Fact]
    public async Task More_than_99_copies_are_refused_and_change_nothing()
    {
        var customer = Host.NewCustomer();
        await customer.AddAsync(1, 99);

        Assert.Equal((StatusCode.FailedPrecondition, "QUANTITY_TOO_LARGE"), await CartHost.RefusalAsync(() => customer.AddAsync(1, 1)));
        Assert.Equal(99, (await customer.GetAsync()).Lines.Single().Quantity);
    }

    [Fact]
    public async Task A_book_that_is_not_there_or_not_for_sale_cannot_be_added()
    {
        var customer = Host.NewCustomer();

        Assert.Equal((StatusCode.NotFound, "BOOK_NOT_FOUND"), await CartHost.RefusalAsync(() => customer.AddAsync(12345, 1)));
        Assert.Equal((StatusCode.FailedPrecondition, "NOT_FOR_SALE"), await CartHost.RefusalAsync(() => customer.SetAsync(FakePriceList.NotForSale, 1)));
        Assert.Empty((await customer.GetAsync()).Lines);
    }

    [Fact]
    public async Task A_book_that_left_the_catalogue_is_shown_as_gone_costs_nothing_cannot_be_bought_and_can_be_taken_out()
    {
        var customer = Host.NewCustomer();
        Host.Shop.Catalogue.Put(77, 500);
        await customer.AddAsync(77, 2);
        await customer.AddAsync(1, 1);
        Host.Shop.Catalogue.Remove(77);

        var cart = await customer.GetAsync();
        Assert.True(cart.Lines[0].Gone);
        Assert.Equal(0, cart.Lines[0].Available);
        Assert.Equal(CartHost.Usd(100), cart.Total);
        Assert.Equal((StatusCode.FailedPrecondition, "BOOK_GONE"), await CartHost.RefusalAsync(() => customer.CheckoutAsync(100)));

        Assert.Equal([1], (await customer.SetAsync(77, 0)).Lines.Select(line => line.BookId));
    }

    [Fact]
    public async Task The_etag_changes_with_every_change_and_only_then()
    {
        var customer = Host.NewCustomer();
        var first = (await customer.AddAsync(1, 1)).Etag;
        var second = (await customer.SetAsync(1, 2)).Etag;

        Assert.NotEqual(first, second);
        Assert.Equal(second, (await customer.GetAsync()).Etag);
        Assert.NotEqual(second, (await customer.Client.ClearCartAsync(new(), customer.Headers)).Etag);
        Assert.Empty((await customer.GetAsync()).Lines);
    }

    [Fact]
    public async Task Without_Inventory_a_cart_is_shown_with_its_stock_unknown()
    {
        await using var host = await CartHost.StartAsync(postgres);
        var customer = host.NewCustomer();
        host.Shop.Faults.Fail("GetStock", 10, after: false);

        var cart = await customer.AddAsync(1, 1);

        Assert.Equal(-1, cart.Lines.Single().Available);
        Assert.Equal(CartHost.Usd(100), cart.Total);
    }

    [Fact]
    public async Task Without_the_catalogue_a_cart_is_unavailable_and_says_why()
    {
        await using var host = await CartHost.StartAsync(postgres);
        var customer = host.NewCustomer();
        await customer.AddAsync(1, 1);
        await host.Shop.StopAsync();

        Assert.Equal((StatusCode.Unavailable, "CATALOGUE_UNAVAILABLE"), await CartHost.RefusalAsync(customer.GetAsync));
    }

    [Fact]
    public async Task What_a_guest_put_into_his_cart_becomes_the_accounts_at_most_99_of_a_book_and_once()
    {
        var (guest, customer) = (Host.NewGuest(), Host.NewCustomer());
        await guest.AddAsync(1, 60);
        await guest.AddAsync(2, 1);
        await customer.AddAsync(3, 1);
        await customer.AddAsync(1, 50);
        var request = new MergeCartsRequest { FromCartId = guest.Id.ToString(), CartId = customer.Id.ToString() };

        await Host.Client.MergeCartsAsync(request, Host.Tokens.Service());
        var cart = await Host.Client.MergeCartsAsync(request, customer.Headers);

        Assert.Equal([(3, 1), (1, 99), (2, 1)], cart.Lines.Select(line => (line.BookId, line.Quantity)));
        Assert.Empty((await guest.GetAsync()).Lines);
    }

    [Fact]
    public async Task What_a_guest_is_just_buying_does_not_become_the_accounts()
    {
        var (guest, customer) = (Host.NewGuest(), Host.NewCustomer());
        await guest.AddAsync(1, 1);
        var hold = Host.Shop.Faults.Hold("Capture", after: false);
        var checkout = guest.CheckoutAsync(100);
        await hold.Reached;
        await guest.AddAsync(2, 1);

        var cart = await Host.Client.MergeCartsAsync(new() { FromCartId = guest.Id.ToString(), CartId = customer.Id.ToString() }, customer.Headers);
        hold.Release();

        Assert.Equal([2], cart.Lines.Select(line => line.BookId));
        Assert.Equal(CheckoutStatus.Types.State.Completed, (await checkout).State);
        Assert.Empty((await guest.GetAsync()).Lines);
    }

    [Fact]
    public async Task Untouched_carts_of_guests_are_removed_and_no_others()
    {
        await using var host = await CartHost.StartAsync(postgres, ("Cart:ExpiryInterval", "00:00:00.05"));
        var (guest, other, customer) = (host.NewGuest(), host.NewGuest(), host.NewCustomer());
        foreach (var buyer in new[] { guest, other, customer })
            await buyer.AddAsync(1, 1);

        await host.ExecuteAsync($"UPDATE carts SET updated_at = now() - interval '29 days 23 hours' WHERE id = '{other.Id}'");
        await host.ExecuteAsync($"UPDATE carts SET updated_at = now() - interval '31 days' WHERE id IN ('{guest.Id}', '{customer.Id}')");

        await Eventually.TrueAsync(async () => await host.ScalarAsync<long>("SELECT count(*) FROM carts") == 2, "a cart is removed");
        Assert.Empty((await guest.GetAsync()).Lines);
        Assert.Single((await other.GetAsync()).Lines);
        Assert.Single((await customer.GetAsync()).Lines);
    }
}
