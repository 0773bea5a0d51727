using OrderApp.Books.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Importing;

/// <summary>
/// What an imported book must be like. Everything that PostgreSQL would refuse is refused here, so that one book never
/// fails the batch it came with.
/// </summary>
internal sealed class BookRules(ShopMoney money)
{
    private const int FarthestYear = 9999;
    private const int MostRatings = 1_000_000_000;

    /// <summary>Why the book is refused, beginning with the field's name; null when it is acceptable.</summary>
    public string? Refuse(ImportBooksRequest request) =>
        RefuseText("source", request.Source, BookLimits.Source, required: true)
        ?? RefuseText("source_id", request.SourceId, BookLimits.Source, required: true)
        ?? (request.Book is { } book ? Refuse(book) : "book: must be given");

    /// <summary>The row of an acceptable book, its texts without blanks around them.</summary>
    public BookRow ToRow(ImportBooksRequest request) => ToRow(new(request.Source.Trim(), request.SourceId.Trim()), request.Book);

    /// <summary>The same of a book by itself.</summary>
    public BookRow ToRow(BookKey key, Book book) =>
        new(
            key,
            book.Title.Trim(),
            book.Authors.Trim(),
            book.HasYear ? book.Year : null,
            book.Isbn.Trim(),
            book.Language.Trim(),
            book.HasAverageRating ? book.AverageRating : null,
            book.RatingsCount,
            book.HasCategory ? book.Category : null,
            book.Price is null ? null : money.Parse("price", book.Price));

    /// <summary>Why the book is refused, beginning with the field's name; null when it is acceptable.</summary>
    public string? Refuse(Book book) =>
        RefuseText("title", book.Title, BookLimits.Title, required: true)
        ?? RefuseText("authors", book.Authors, BookLimits.Authors)
        ?? RefuseText("isbn", book.Isbn, BookLimits.Isbn)
        ?? RefuseText("language", book.Language, BookLimits.Language)
        ?? (book.Price is { } price && money.Problem(price) is { } problem ? $"price: {problem}" : null)
        ?? book switch
        {
            { HasYear: true, Year: < -FarthestYear or > FarthestYear } => $"year: must be between -{FarthestYear} and {FarthestYear}",
            { HasAverageRating: true, AverageRating: not (>= 0 and <= 5) } => "average_rating: must be between 0 and 5",
            { RatingsCount: < 0 } => "ratings_count: must not be negative",
            // The database adds to it.
            { RatingsCount: > MostRatings } => $"ratings_count: must be at most {MostRatings}",
            { HasCategory: true } when !Enum.IsDefined(book.Category) => $"category: {(int)book.Category} is not a category of books",
            _ => null,
        };

    private static string? RefuseText(string field, string text, int limit, bool required = false) =>
        TextRules.Problem(text, limit, required) is { } problem ? $"{field}: {problem}" : null;
}

/// <summary>An acceptable book of a list; equal when nothing about it differs.</summary>
internal sealed record BookRow(
    BookKey Key,
    string Title,
    string Authors,
    int? Year,
    string Isbn,
    string Language,
    double? AverageRating,
    int RatingsCount,
    BookCategory? Category,
    long? Price);

/// <summary>What tells one imported book from another: the list and the book's own id there.</summary>
internal readonly record struct BookKey(string Source, string SourceId);
