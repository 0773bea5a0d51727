using System.Globalization;
using Microsoft.Extensions.Localization;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Books;

/// <summary>A book as it is typed: what cannot be read stays as it was, with what is wrong beside it.</summary>
internal sealed class BookForm
{
    public string? Title { get; set; }

    public string? Authors { get; set; }

    public string? Category { get; set; }

    public string? Isbn { get; set; }

    public string? Language { get; set; }

    public string? Year { get; set; }

    /// <summary>As it was typed: 12,50 or 12.50.</summary>
    public string? Price { get; set; }

    public static BookForm Of(Book book, Prices prices) => new()
    {
        Title = book.Title,
        Authors = book.Authors,
        Category = book.HasCategory ? book.Category.ToString() : "",
        Isbn = book.Isbn,
        Language = book.Language,
        Year = book.HasYear ? book.Year.ToString(CultureInfo.CurrentCulture) : "",
        Price = book.Price is null ? "" : prices.Typed(book.Price),
    };

    /// <summary>The book that was typed, or what is wrong with which field.</summary>
    public (Book Book, Dictionary<string, string> Errors) Read(Prices prices, IStringLocalizer<Texts> texts)
    {
        var (book, errors) = (new Book { Title = Title ?? "", Authors = Authors ?? "", Isbn = Isbn ?? "", Language = Language ?? "" }, new Dictionary<string, string>());
        if (Enum.TryParse<BookCategory>(Category, out var category) && Enum.IsDefined(category))
            book.Category = category;
        if (!string.IsNullOrWhiteSpace(Year))
        {
            if (int.TryParse(Year.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var year))
                book.Year = year;
            else
                errors["year"] = texts["This must be a year, such as 1969."].Value;
        }

        if (!string.IsNullOrWhiteSpace(Price))
        {
            book.Price = prices.Read(Price);
            if (book.Price is null)
                errors["price"] = texts["This must be an amount, such as 12.50."].Value;
        }

        return (book, errors);
    }
}
