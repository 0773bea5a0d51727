using OrderApp.Buying.Pricing;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Filling;

/// <summary>A cart as its owner sees it: with prices and stock of now.</summary>
internal sealed class CartMessages(CartStore store, Prices prices, Stocks stocks, ShopMoney money)
{
    public async Task<CartContent> ReadAsync(Common.CartKey key, CancellationToken cancellationToken) =>
        await ToMessageAsync(await store.FindAsync(key, cancellationToken), cancellationToken);

    public async Task<CartContent> ToMessageAsync(StoredCart cart, CancellationToken cancellationToken)
    {
        var stock = stocks.OfAsync(cart.Items, cancellationToken);
        var priced = await prices.OfAsync(cart.Items, cart.CanUsePromotion, cancellationToken);
        var available = await stock;
        return new()
        {
            CartId = cart.Key.Id.ToString(),
            Lines = { priced.Lines.Select(line => ToMessage(line, available(line.BookId))) },
            Subtotal = money.ToMessageOrNull(priced.Subtotal),
            Discount = money.ToMessageOrNull(priced.Discount),
            Total = money.ToMessageOrNull(priced.Total),
            Promotion = priced.Promotion ?? "",
            Etag = cart.Etag,
        };
    }

    private CartLine ToMessage(PricedLine line, int available) => new()
    {
        BookId = line.BookId,
        Title = line.Title,
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice is { } price ? money.ToMessage(price) : null,
        FreeQuantity = line.Free,
        Total = money.ToMessageOrNull(line.Total),
        Available = line.Gone ? 0 : available,
        Gone = line.Gone,
    };
}
