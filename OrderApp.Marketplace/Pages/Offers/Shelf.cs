using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Offers;

/// <summary>Knows of books what is left of them. While Inventory is away books are offered without it: whether there are enough is seen by the checkout.</summary>
internal sealed class Shelf(Inventory.InventoryClient inventory, PagePatience patience)
{
    /// <summary>The offers of some books, in their order; up to 1,000.</summary>
    public async Task<IReadOnlyList<Offer>> OffersOfAsync(IReadOnlyCollection<Book> books, CancellationToken cancellationToken)
    {
        var stock = await StockOfAsync(books, cancellationToken);
        return [.. books.Select(book => new Offer(book, stock?.GetValueOrDefault(book.Id)))];
    }

    private async Task<Dictionary<int, int>?> StockOfAsync(IReadOnlyCollection<Book> books, CancellationToken cancellationToken)
    {
        if (books.Count == 0)
            return [];
        var request = new GetStockRequest { BookIds = { books.Select(book => book.Id).Distinct() } };
        var answer = await inventory.GetStockAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        return answer.Value?.Stock.ToDictionary(stock => stock.BookId, stock => stock.Available);
    }
}
