using System.Linq.Expressions;
using System.Security.Cryptography;
using Google.Protobuf;
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
    bool Hidden,
    int PopularityKey,
    string TitleKey,
    int YearKey,
    int RatingKey)
{
    private const int EtagBytes = 8;

    public static Expression<Func<StoredBook, ListedBook>> FromBook => book => new ListedBook(
        book.Id, book.Title, book.Authors, book.Year, book.Isbn, book.Language, book.AverageRating, book.RatingsCount,
        book.Category, book.Price, book.Hidden, book.PopularityKey, book.TitleKey, book.YearKey, book.RatingKey);

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
            Hidden = Hidden,
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

    /// <summary>The message with its etag, which follows from the content: two books that are alike need not be told apart.</summary>
    public Book ToMessageWithEtag(ShopMoney money)
    {
        var message = ToMessage(money);
        message.Etag = Convert.ToHexStringLower(SHA256.HashData(message.ToByteArray()).AsSpan(0, EtagBytes));
        return message;
    }
}
