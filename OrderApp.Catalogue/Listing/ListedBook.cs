using System.Linq.Expressions;
using OrderApp.Books.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Listing;

/// <summary>What a list or a look-up reads of a book: all but what only searches need.</summary>
internal sealed record ListedBook(
    int Id,
    string Title,
    string Authors,
    int? Year,
    string Isbn,
    string Language,
    double? AverageRating,
    int RatingsCount,
    BookCategory? Category,
    long? Price,
    int PopularityKey,
    string TitleKey,
    int YearKey,
    int RatingKey)
{
    public static Expression<Func<StoredBook, ListedBook>> FromBook => book => new ListedBook(
        book.Id, book.Title, book.Authors, book.Year, book.Isbn, book.Language, book.AverageRating, book.RatingsCount,
        book.Category, book.Price, book.PopularityKey, book.TitleKey, book.YearKey, book.RatingKey);

    public Book ToMessage(ShopMoney money)
    {
        var message = new Book
        {
            Id = Id,
            Title = Title,
            Authors = Authors,
            Isbn = Isbn,
            Language = Language,
            RatingsCount = RatingsCount,
        };
        if (Year is { } year)
            message.Year = year;
        if (AverageRating is { } rating)
            message.AverageRating = rating;
        if (Category is { } category)
            message.Category = category;
        if (Price is { } price)
            message.Price = money.ToMessage(price);
        return message;
    }
}
