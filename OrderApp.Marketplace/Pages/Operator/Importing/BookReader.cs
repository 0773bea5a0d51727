using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>Makes books of rows, by a mapping of their columns.</summary>
/// <param name="mapping">Which column holds what.</param>
/// <param name="source">The list's name.</param>
/// <param name="defaultPrice">The price of books for which the list has none; null: they keep theirs.</param>
/// <param name="prices">Reads amounts.</param>
internal sealed class BookReader(ColumnMapping mapping, string source, Google.Type.Money? defaultPrice, Prices prices)
{
    private const int KeyBytes = 16;

    /// <summary>The book of a row, or which column could not be read and why (a key of the texts).</summary>
    public (ImportBooksRequest? Request, int? Column, string? Problem) Read(TableRow row, int columns)
    {
        if (row.IsMalformed)
            return (null, null, "a quotation mark is not closed or not doubled");
        if (row.Fields.Length != columns)
            return (null, null, "not as many fields as the header has");

        var book = new Book { Title = Text(row, BookField.Title), Authors = Text(row, BookField.Authors), Isbn = Text(row, BookField.Isbn), Language = Text(row, BookField.Language) };
        if (Text(row, BookField.Year) is { Length: > 0 } year)
        {
            if (Number(year) is not { } value || value != Math.Truncate(value) || Math.Abs(value) > int.MaxValue)
                return Wrong(BookField.Year, "not a whole number");
            book.Year = (int)value;
        }

        if (Text(row, BookField.Ratings) is { Length: > 0 } ratings)
        {
            if (Number(ratings) is not { } value || value != Math.Truncate(value) || Math.Abs(value) > int.MaxValue)
                return Wrong(BookField.Ratings, "not a whole number");
            book.RatingsCount = (int)value;
        }

        if (Text(row, BookField.Rating) is { Length: > 0 } rating)
        {
            if (Number(rating) is not { } value)
                return Wrong(BookField.Rating, "not a number");
            book.AverageRating = (double)value;
        }

        if (Text(row, BookField.Category) is { Length: > 0 } category)
        {
            // As people write them: any case, with a blank or a hyphen between words.
            if (!Enum.TryParse<BookCategory>(string.Concat(category.Where(char.IsAsciiLetter)), ignoreCase: true, out var value))
                return Wrong(BookField.Category, "not a category of this shop");
            book.Category = value;
        }

        book.Price = defaultPrice;
        if (Text(row, BookField.Price) is { Length: > 0 } price)
        {
            if (prices.Read(price) is not { } value)
                return Wrong(BookField.Price, "not an amount");
            book.Price = value;
        }

        return (new() { Source = source, SourceId = KeyOf(row, book), Book = book }, null, null);
    }

    // A list without numbers of its own: the same book is known again by what it is called.
    private string KeyOf(TableRow row, Book book) => mapping[BookField.Id] is not null
        ? Text(row, BookField.Id)
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{book.Title}\n{book.Authors}".ToLowerInvariant())).AsSpan(0, KeyBytes));

    private string Text(TableRow row, BookField field) => mapping[field] is { } column && column < row.Fields.Length ? row.Fields[column] : "";

    private (ImportBooksRequest?, int?, string?) Wrong(BookField field, string problem) => (null, mapping[field], problem);

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
