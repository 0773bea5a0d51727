using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Carts;

/// <summary>Whose cart it is.</summary>
public sealed class CartCallerTests(CartFixture fixture) : IClassFixture<CartFixture>
{
    private CartHost Host => fixture.Host;

    [Fact]
    public async Task Another_accounts_cart_is_refused_on_every_method()
    {
        var (owner, other) = (Host.NewCustomer(), Host.NewCustomer());
        await owner.AddAsync(1, 1);
        var id = owner.Id.ToString();

        await RefusedAsync(Host.Client.GetCartAsync(new() { CartId = id }, other.Headers));
        await RefusedAsync(Host.Client.AddItemAsync(new() { CartId = id, BookId = 1, Quantity = 1 }, other.Headers));
        await RefusedAsync(Host.Client.SetItemAsync(new() { CartId = id, BookId = 1, Quantity = 9 }, other.Headers));
        await RefusedAsync(Host.Client.ClearCartAsync(new() { CartId = id }, other.Headers));
        await RefusedAsync(Host.Client.MergeCartsAsync(new() { FromCartId = Guid.NewGuid().ToString(), CartId = id }, other.Headers));
        await RefusedAsync(Host.Client.GetPromotionAsync(new() { CartId = id }, other.Headers));
        await RefusedAsync(Host.Client.CheckoutAsync(owner.Request(100), other.Headers));
        // Nor does a guest, for whom the marketplace asks, or an operator get at it.
        await RefusedAsync(Host.Client.GetCartAsync(new() { CartId = id }, Host.NewGuest().Headers));
        await RefusedAsync(Host.Client.GetCartAsync(new() { CartId = id }, Host.Operator));

        Assert.Equal((1, 1), ((await owner.GetAsync()).Lines.Single().BookId, (await owner.GetAsync()).Lines.Single().Quantity));
    }

    [Fact]
    public async Task Who_names_an_accounts_id_without_a_token_gets_at_neither_its_cart_nor_its_promotion_nor_its_checkouts()
    {
        var owner = Host.NewCustomer();
        await owner.AddAsync(1, 3);
        var id = owner.Id.ToString();

        Assert.Empty((await Host.Client.GetCartAsync(new() { CartId = id })).Lines);
        await Host.Client.ClearCartAsync(new() { CartId = id });
        await Host.Client.AddItemAsync(new() { CartId = id, BookId = 2, Quantity = 3 });
        Assert.Equal([(1, 3)], (await owner.GetAsync()).Lines.Select(line => (line.BookId, line.Quantity)));
        Assert.Equal(CheckoutStatus.Types.State.Completed, (await Host.Client.CheckoutAsync(owner.Request(400, "key"))).State);
        Assert.Equal("buy_two_get_one_free", (await owner.GetAsync()).Promotion);

        var own = await owner.CheckoutAsync(200, "key");
        Assert.Equal(CheckoutStatus.Types.State.Completed, own.State);
        Assert.Equal(StatusCode.NotFound, (await CartHost.RefusalAsync(Host.Client.GetCheckoutAsync(new() { CheckoutId = own.CheckoutId }))).Code);
    }

    [Fact]
    public async Task A_guest_without_a_token_has_the_cart_whose_id_he_knows_and_the_marketplace_asks_for_the_same()
    {
        var guest = Host.NewGuest();
        await Host.Client.AddItemAsync(new() { CartId = guest.Id.ToString(), BookId = 1, Quantity = 2 });

        Assert.Equal(2, (await guest.GetAsync()).Lines.Single().Quantity);
        Assert.Equal(StatusCode.InvalidArgument, (await CartHost.RefusalAsync(Host.Client.GetCartAsync(new()))).Code);
        var status = await guest.CheckoutAsync(200);
        Assert.Equal(guest.Id.ToString(), Host.Shop.Orders.Find(status.Order.Uuid)!.CustomerId);
    }

    [Fact]
    public async Task A_checkout_is_seen_by_who_began_it_by_operators_and_by_services_and_by_nobody_else()
    {
        var owner = Host.NewCustomer();
        await owner.AddAsync(1, 1);
        var id = (await owner.CheckoutAsync(100)).CheckoutId;

        Assert.Equal(id, (await owner.GetCheckoutAsync(id)).CheckoutId);
        Assert.Equal(id, (await Host.Client.GetCheckoutAsync(new() { CheckoutId = id }, Host.Operator)).CheckoutId);
        Assert.Equal(id, (await Host.Client.GetCheckoutAsync(new() { CheckoutId = id }, Host.Tokens.Service())).CheckoutId);
        foreach (var stranger in new[] { Host.NewCustomer().Headers, Host.NewGuest().Headers, [] })
            Assert.Equal(StatusCode.NotFound, (await CartHost.RefusalAsync(Host.Client.GetCheckoutAsync(new() { CheckoutId = id }, stranger))).Code);
    }

    [Fact]
    public async Task Stuck_checkouts_are_for_operators()
    {
        var retry = new RetryCheckoutRequest { CheckoutId = Guid.NewGuid().ToString() };
        foreach (var other in new[] { Host.NewCustomer().Headers, Host.Tokens.Service() })
        {
            Assert.Equal(StatusCode.PermissionDenied, (await CartHost.RefusalAsync(Host.Client.ListStuckCheckoutsAsync(new(), other))).Code);
            Assert.Equal(StatusCode.PermissionDenied, (await CartHost.RefusalAsync(Host.Client.RetryCheckoutAsync(retry, other))).Code);
        }

        Assert.Equal(StatusCode.Unauthenticated, (await CartHost.RefusalAsync(Host.Client.ListStuckCheckoutsAsync(new()))).Code);
        Assert.Equal(StatusCode.Unauthenticated, (await CartHost.RefusalAsync(Host.Client.MergeCartsAsync(new()))).Code);
        Assert.Equal(StatusCode.NotFound, (await CartHost.RefusalAsync(Host.Client.RetryCheckoutAsync(retry, Host.Operator))).Code);
    }

    private static async Task RefusedAsync<TAnswer>(AsyncUnaryCall<TAnswer> call) =>
        Assert.Equal((StatusCode.PermissionDenied, "NOT_YOUR_CART"), await CartHost.RefusalAsync(call));
}
