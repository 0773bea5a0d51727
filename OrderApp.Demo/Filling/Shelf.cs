using Google.Type;
using OrderApp.Demo.Making;

namespace OrderApp.Demo.Filling;

/// <summary>Puts books into the catalogue and copies of them into stock, and knows what ids the books have got.</summary>
internal sealed class Shelf(ShopClients shop)
{
    private const string Source = "demo";
    private const string DefaultCurrency = "USD";
    private const int Cent = 10_000_000;

    private readonly Dictionary<int, int> ids = [];

    /// <summary>The catalogue's id of a book, by its number.</summary>
    public int IdOf(int number) => ids[number];

    /// <summary>Adds the books that are not there, and the copies of those that never got any; answers how many books were added.</summary>
    public async Task<int> StockAsync(IReadOnlyList<DemoBook> books, CancellationToken cancellationToken)
    {
        await FindAsync(books, cancellationToken);
        var missing = books.Where(book => !ids.ContainsKey(book.Number)).ToList();
        if (missing.Count > 0)
        {
            await ImportAsync(missing, cancellationToken);
            await FindAsync(missing, cancellationToken);
        }

        foreach (var book in books.Where(book => book.Copies > 0))
        {
            // By its request_id the copies come in once, for good.
            await shop.Inventory.AdjustStockAsync(
                new() { BookId = ids[book.Number], Delta = book.Copies, Reason = "demo data", RequestId = $"demo-stock-{ids[book.Number]}" },
                shop.Operator, cancellationToken: cancellationToken);
        }

        return missing.Count;
    }

    private async Task FindAsync(IEnumerable<DemoBook> books, CancellationToken cancellationToken)
    {
        foreach (var book in books)
        {
            var found = await shop.Catalogue.ListBooksAsync(new() { Query = book.Book.Title, PageSize = 100 }, cancellationToken: cancellationToken);
            if (found.Books.FirstOrDefault(known => known.Title == book.Book.Title && known.Authors == book.Book.Authors) is { } same)
                ids[book.Number] = same.Id;
        }
    }

    private async Task ImportAsync(List<DemoBook> books, CancellationToken cancellationToken)
    {
        var sample = await SamplePriceAsync(cancellationToken);
        using var import = shop.Catalogue.ImportBooks(shop.Operator, cancellationToken: cancellationToken);
        foreach (var book in books)
        {
            var priced = book.Book.Clone();
            priced.Price = PriceOf(book.Price, sample);
            await import.RequestStream.WriteAsync(new() { Source = Source, SourceId = $"{book.Number}", Book = priced }, cancellationToken);
        }

        await import.RequestStream.CompleteAsync();
        await import;
    }

    // The shop's currency is what it sells in: no method tells it.
    private async Task<Money?> SamplePriceAsync(CancellationToken cancellationToken) =>
        (await shop.Catalogue.ListBooksAsync(new() { PageSize = 100 }, cancellationToken: cancellationToken)).Books.FirstOrDefault(book => book.Price is not null)?.Price;

    private static Money PriceOf(int units, Money? sample) => sample is { Nanos: 0 }
        ? new() { CurrencyCode = sample.CurrencyCode, Units = units }
        : new() { CurrencyCode = sample?.CurrencyCode ?? DefaultCurrency, Units = units - 1, Nanos = 99 * Cent };
}
