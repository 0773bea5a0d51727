using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.TypeConversion;
using OrderApp.Protos;

namespace OrderApp.Books.ImportTool;

/// <summary>What a row of the file says of a book.</summary>
internal sealed class BookRow
{
    public required string Id { get; init; }
    public string? Title { get; init; }
    public string? OriginalTitle { get; init; }
    public string? Authors { get; init; }
    public int? Year { get; init; }
    public string? Isbn { get; init; }
    public string? Language { get; init; }
    public double? AverageRating { get; init; }
    public int? RatingsCount { get; init; }
    public BookCategory? Category { get; init; }
    public decimal? Price { get; init; }

    public ImportBooksRequest ToRequest(string source, decimal? defaultPrice, string currency)
    {
        var book = new Book
        {
            Title = string.IsNullOrEmpty(Title) ? OriginalTitle ?? "" : Title,
            Authors = Authors ?? "",
            Isbn = Isbn ?? "",
            Language = Language ?? "",
            RatingsCount = RatingsCount ?? 0,
        };
        if (Year is { } year)
            book.Year = year;
        if (AverageRating is { } rating)
            book.AverageRating = rating;
        if (Category is { } category)
            book.Category = category;
        if ((Price ?? defaultPrice) is { } price)
            book.Price = new() { CurrencyCode = currency, DecimalValue = price };
        return new() { Source = source, SourceId = Id, Book = book };
    }
}

/// <summary>The columns of a file; where there are two names, the first that the header has counts.</summary>
internal sealed class BookColumns : ClassMap<BookRow>
{
    public BookColumns()
    {
        Map(row => row.Id).Name("book_id", "id");
        Map(row => row.Title).Name("title").Optional();
        Map(row => row.OriginalTitle).Name("original_title").Optional();
        Map(row => row.Authors).Name("authors").Optional();
        Map(row => row.Isbn).Name("isbn").Optional();
        Map(row => row.Language).Name("language_code", "language").Optional();
        Map(row => row.Category).Name("category").Optional().TypeConverter<CategoryConverter>();
        Map(row => row.Price).Name("price").Optional().TypeConverterOption.NumberStyles(NumberStyles.Number);
        Map(row => row.AverageRating).Name("average_rating").Optional();
        // Lists that come out of spreadsheets and data frames write whole numbers as 2008.0.
        Map(row => row.Year).Name("original_publication_year", "year").Optional().TypeConverterOption.NumberStyles(NumberStyles.Float);
        Map(row => row.RatingsCount).Name("ratings_count").Optional().TypeConverterOption.NumberStyles(NumberStyles.Float);
    }

    /// <summary>What a column of this type holds, in words.</summary>
    public static string Expected(Type type) =>
        type == typeof(double?) || type == typeof(decimal?) ? "a number" : type == typeof(int?) ? "a whole number" : $"one of {string.Join(", ", Enum.GetNames<BookCategory>())}";

    // As people write them: any case, with a blank or a hyphen for the underscore, or run together.
    private sealed class CategoryConverter : DefaultTypeConverter
    {
        public override object? ConvertFromString(string? text, IReaderRow row, MemberMapData memberMapData)
        {
            if (string.IsNullOrEmpty(text))
                return null;
            return Enum.TryParse<BookCategory>(string.Concat(text.Where(char.IsAsciiLetter)), ignoreCase: true, out var category)
                ? category
                : base.ConvertFromString(text, row, memberMapData);
        }
    }
}
