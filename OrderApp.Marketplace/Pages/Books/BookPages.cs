using OrderApp.Marketplace.Pages.Offers;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

/// <summary>
/// Reads the catalogue page by page, with the stock of each book. The stock is Inventory's, so "only what is in stock" is answered by reading on until a page
/// is full, for a bounded number of the catalogue's pages: it needs no second record of the stock that could be wrong, and misses or repeats no
/// book, since a page always ends where one of the catalogue's does. It holds more books than others where the last one read filled it, and fewer
/// where the bound was reached; the next page goes on from there.
/// </summary>
internal sealed class BookPages(Catalogue.CatalogueClient catalogue, Shelf shelf, PagePatience patience)
{
    private const int BooksOnPage = 24;
    private const int MostPagesRead = 8;

    public async Task<Reply<BookPage>> ReadAsync(ListBooksRequest request, bool inStock, CancellationToken cancellationToken)
    {
        // One deadline for all: however many pages are read, the reader waits for one.
        var deadline = patience.Deadline;
        request.PageSize = BooksOnPage;
        var offers = new List<Offer>();
        for (var pages = 0; ; pages++)
        {
            var answer = await catalogue.ListBooksAsync(request, deadline: deadline, cancellationToken: cancellationToken).ReplyAsync();
            if (!answer.IsValue)
            {
                // What was found so far is shown, and the next page begins where this one ended.
                return offers.Count > 0 ? new(new(offers, request.PageToken, IsStockKnown: true), null) : new(null, answer.Problem);
            }

            var found = await shelf.OffersOfAsync(answer.Value.Books, cancellationToken);
            var isStockKnown = found.All(offer => offer.Available is not null);
            offers.AddRange(inStock && isStockKnown ? found.Where(offer => offer.CanBeBought) : found);
            request.PageToken = answer.Value.NextPageToken;
            if (!inStock || !isStockKnown || request.PageToken.Length == 0 || offers.Count >= BooksOnPage || pages + 1 == MostPagesRead)
                return new(new(offers, request.PageToken, isStockKnown), null);
        }
    }
}

/// <summary>A page of the catalogue.</summary>
/// <param name="Offers">The books.</param>
/// <param name="Next">The token of the next page; empty on the last one.</param>
/// <param name="IsStockKnown">Whether Inventory could be asked; otherwise nothing was left out for want of stock.</param>
internal sealed record BookPage(IReadOnlyList<Offer> Offers, string Next, bool IsStockKnown);
