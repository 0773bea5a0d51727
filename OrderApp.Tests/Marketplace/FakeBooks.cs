using System.Globalization;
using Google.Type;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

/// <summary>A catalogue that a test fills itself.</summary>
internal sealed class FakeCatalogue : Catalogue.CatalogueBase
{
    public List<Book> Books { get; set; } =
    [
        new() { Id = 1, Title = "The Maltese Falcon", Authors = "Dashiell Hammett", Year = 1930, AverageRating = 3.92, RatingsCount = 1200, Category = BookCategory.Mystery, Price = Dollars(11, 99) },
        new() { Id = 2, Title = "Murder on the Orient Express", Authors = "Agatha Christie", Year = 1934, Category = BookCategory.Mystery, Price = Dollars(9, 99) },
        new() { Id = 3, Title = "The Hound of the Baskervilles", Authors = "Arthur Conan Doyle", Year = 1902, Category = BookCategory.Mystery, Price = Dollars(7, 99) },
    ];

    /// <summary>The last list that was asked for.</summary>
    public ListBooksRequest? LastList { get; private set; }

    public static Money Dollars(long dollars, int cents) => new() { CurrencyCode = "USD", Units = dollars, Nanos = cents * 10_000_000 };

    public override Task<ListBooksResponse> ListBooks(ListBooksRequest request, ServerCallContext context)
    {
        LastList = request;
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var skipped = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, CultureInfo.InvariantCulture);
        var found = Books.Where(book => $"{book.Title} {book.Authors}".Contains(request.Query, StringComparison.OrdinalIgnoreCase)).ToList();
        return Task.FromResult(new ListBooksResponse
        {
            Books = { found.Skip(skipped).Take(size) },
            NextPageToken = found.Count > skipped + size ? (skipped + size).ToString(CultureInfo.InvariantCulture) : "",
        });
    }

    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) =>
        Task.FromResult(Books.Find(book => book.Id == request.Id) ?? throw new RpcException(new Status(StatusCode.NotFound, "no such book")));
}

/// <summary>Recommends the first books of a catalogue.</summary>
internal sealed class FakeRecommendations(FakeCatalogue catalogue) : Recommendations.RecommendationsBase
{
    public override Task<RecommendationResponse> Recommend(RecommendationRequest request, ServerCallContext context) =>
        Task.FromResult(new RecommendationResponse
        {
            Recommendations =
            {
                catalogue.Books.Where(book => book.Category == request.Category).Take(request.MaxResults)
                    .Select(book => new BookRecommendation { Id = book.Id, Title = book.Title }),
            },
        });
}
