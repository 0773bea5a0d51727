using Grpc.Core;
using OrderApp.Buying.Common;
using OrderApp.Buying.Pricing;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Buying.Filling;

/// <summary>GetCart, and what changes a cart.</summary>
internal sealed class FillHandler(CartStore store, CartMessages messages, Prices prices)
{
    private const int MaxRequestIdLength = 255;

    public Task<CartContent> GetAsync(GetCartRequest request, ServerCallContext context) =>
        messages.ReadAsync(CartKey.Of(context, request.CartId), context.CancellationToken);

    public async Task<CartContent> AddAsync(AddItemRequest request, ServerCallContext context)
    {
        var key = CartKey.Of(context, request.CartId);
        var added = new CartItem(CartRules.CheckBookId(request.BookId), CartRules.CheckQuantity(request.Quantity, least: 1));
        TextRules.Check("request_id", request.RequestId, MaxRequestIdLength);
        await prices.CheckForSaleAsync(added.BookId, context.CancellationToken);
        var cart = await store.AddAsync(key, added, request.RequestId, context.CancellationToken);
        return await messages.ToMessageAsync(cart, context.CancellationToken);
    }

    public async Task<CartContent> SetAsync(SetItemRequest request, ServerCallContext context)
    {
        var key = CartKey.Of(context, request.CartId);
        var item = new CartItem(CartRules.CheckBookId(request.BookId), CartRules.CheckQuantity(request.Quantity, least: 0));
        // What is gone can still be taken out.
        if (item.Quantity > 0)
            await prices.CheckForSaleAsync(item.BookId, context.CancellationToken);
        var cart = await store.ChangeAsync(key, items => CartRules.Set(items, item.BookId, item.Quantity), context.CancellationToken);
        return await messages.ToMessageAsync(cart, context.CancellationToken);
    }

    public async Task<CartContent> ClearAsync(ClearCartRequest request, ServerCallContext context)
    {
        var key = CartKey.Of(context, request.CartId);
        var cart = await store.ChangeAsync(key, _ => [], context.CancellationToken);
        return await messages.ToMessageAsync(cart, context.CancellationToken);
    }

    public async Task<CartContent> MergeAsync(MergeCartsRequest request, ServerCallContext context)
    {
        var guest = new CartKey(CartKind.Guest, CartKey.Parse("from_cart_id", request.FromCartId));
        var account = new CartKey(CartKind.Account, CartKey.Parse("cart_id", request.CartId));
        var caller = Caller.Of(context);
        if (!caller.IsService && caller.CustomerId != account.Id)
            throw CartErrors.NotYours();
        await store.MergeAsync(guest, account, context.CancellationToken);
        return await messages.ReadAsync(account, context.CancellationToken);
    }

    public async Task<GetPromotionResponse> GetPromotionAsync(GetPromotionRequest request, ServerCallContext context)
    {
        var cart = await store.FindAsync(CartKey.Of(context, request.CartId), context.CancellationToken);
        return new() { Promotion = cart.CanUsePromotion ? Promotion.Name : "" };
    }
}
