using Microsoft.EntityFrameworkCore;
using OrderApp.Books.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Listing;

/// <summary>How a list of books is sorted.</summary>
internal enum BookSort
{
    Popularity,
    Title,
    NewestFirst,
    BestRatedFirst,
}

/// <summary>What a sort means to a query: its key first, the id to part equals, both ascending.</summary>
internal static class BookSorts
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: books are not sorted that way.</exception>
    public static BookSort Parse(string orderBy) =>
        string.Join(' ', orderBy.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) switch
        {
            "" or "popularity" => BookSort.Popularity,
            "title" => BookSort.Title,
            "year desc" => BookSort.NewestFirst,
            "rating desc" => BookSort.BestRatedFirst,
            _ => throw GrpcErrors.InvalidArgument("order_by", "must be popularity, title, year desc or rating desc"),
        };

    public static IQueryable<StoredBook> SortedBy(this IQueryable<StoredBook> books, BookSort sort) => sort switch
    {
        BookSort.Title => books.OrderBy(book => book.TitleKey).ThenBy(book => book.Id),
        BookSort.NewestFirst => books.OrderBy(book => book.YearKey).ThenBy(book => book.Id),
        BookSort.BestRatedFirst => books.OrderBy(book => book.RatingKey).ThenBy(book => book.Id),
        _ => books.OrderBy(book => book.PopularityKey).ThenBy(book => book.Id),
    };

    /// <summary>The books that follow a position: a comparison of rows, which PostgreSQL answers from the index of the sort.</summary>
    public static IQueryable<StoredBook> After(this IQueryable<StoredBook> books, BookSort sort, BookPosition last)
    {
        var (number, text, id) = last;
        return sort switch
        {
            BookSort.Title => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.TitleKey, book.Id), ValueTuple.Create(text, id))),
            BookSort.NewestFirst => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.YearKey, book.Id), ValueTuple.Create(number, id))),
            BookSort.BestRatedFirst => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.RatingKey, book.Id), ValueTuple.Create(number, id))),
            _ => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.PopularityKey, book.Id), ValueTuple.Create(number, id))),
        };
    }

    public static BookPosition PositionIn(this ListedBook book, BookSort sort) => sort switch
    {
        BookSort.Title => new(0, book.TitleKey, book.Id),
        BookSort.NewestFirst => new(book.YearKey, "", book.Id),
        BookSort.BestRatedFirst => new(book.RatingKey, "", book.Id),
        _ => new(book.PopularityKey, "", book.Id),
    };
}

/// <summary>Where a page ended: the sort key of its last book, a number or a text as the sort has it, and the id.</summary>
internal readonly record struct BookPosition(int NumberKey, string TextKey, int Id);
