using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Carts;

/// <summary>A catalogue in memory: books 1 to 9 at 1 to 9 dollars, and 10, which is not for sale.</summary>
internal sealed class FakePriceList(Faults faults) : Catalogue.CatalogueBase
{
    public const int NotForSale = 10;
    private readonly Lock gate = new();
    private readonly Dictionary<int, Book> books =
        Enumerable.Range(1, 9).Select(id => Book(id, id * 100)).Append(new Book { Id = NotForSale, Title = "Book 10" }).ToDictionary(book => book.Id);

    /// <summary>Puts a book on sale, or changes its price (in cents).</summary>
    public void Put(int id, int price)
    {
        lock (gate)
            books[id] = Book(id, price);
    }

    public void Remove(int id)
    {
        lock (gate)
            books.Remove(id);
    }

    public override Task<BatchGetBooksResponse> BatchGetBooks(BatchGetBooksRequest request, ServerCallContext context) => faults.RunAsync("BatchGetBooks", () =>
    {
        lock (gate)
            return new BatchGetBooksResponse { Books = { request.Ids.Where(books.ContainsKey).Select(id => books[id]) } };
    });

    private static Book Book(int id, int cents) => new()
    {
        Id = id,
        Title = $"Book {id}",
        Price = new() { CurrencyCode = "USD", Units = cents / 100, Nanos = cents % 100 * 10_000_000 },
    };
}
