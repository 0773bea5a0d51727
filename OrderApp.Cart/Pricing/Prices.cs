using Grpc.Core;
using OrderApp.Buying.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Sharing;

namespace OrderApp.Buying.Pricing;

/// <summary>
/// What books cost: the Catalogue is asked each time, once for a whole cart and for all who ask at once, so that a changed price is seen at once and nobody is
/// charged an old one.
/// </summary>
internal sealed class Prices(Catalogue.CatalogueClient catalogue, ShopMoney money)
{
    private const int MostIds = 1000;

    private readonly SharedLookups<int, Book> books = new(atOnce: 2, MostIds, async ids =>
        (await catalogue.BatchGetBooksAsync(new() { Ids = { ids } })).Books.ToDictionary(book => book.Id));

    /// <summary>Prices a cart.</summary>
    /// <param name="items">What it holds.</param>
    /// <param name="promotion">Whether its owner can still use the promotion.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RpcException">UNAVAILABLE: the catalogue is away.</exception>
    public async Task<PricedCart> OfAsync(IReadOnlyList<CartItem> items, bool promotion, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return new([]);
        var found = await FindAsync([.. items.Select(item => item.BookId)], cancellationToken);
        var lines = items.Select(item => found.TryGetValue(item.BookId, out var book)
            ? new PricedLine(item.BookId, book.Title, item.Quantity, PriceOf(book))
            : new PricedLine(item.BookId, "", item.Quantity, null, Gone: true)).ToList();
        return new(promotion ? Promotion.Apply(lines) : lines);
    }

    /// <summary>Refuses a book that cannot be put into a cart.</summary>
    /// <exception cref="RpcException">NOT_FOUND or FAILED_PRECONDITION; UNAVAILABLE: the catalogue is away.</exception>
    public async Task CheckForSaleAsync(int bookId, CancellationToken cancellationToken)
    {
        var found = await FindAsync([bookId], cancellationToken);
        if (!found.TryGetValue(bookId, out var book))
            throw CartErrors.NoBook(bookId);
        if (PriceOf(book) is null)
            throw CartErrors.NotForSale(bookId);
    }

    private long? PriceOf(Book book) => book.Price is null ? null : money.Parse("price", book.Price);

    private async Task<IReadOnlyDictionary<int, Book>> FindAsync(int[] ids, CancellationToken cancellationToken)
    {
        try
        {
            return await books.FindAsync(ids, cancellationToken);
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CartErrors.CatalogueAway();
        }
    }
}
