using Microsoft.EntityFrameworkCore;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Books.Catalogue;

/// <summary>In which order books are listed.</summary>
internal enum BookOrder
{
    Popularity,
    Title,
    NewestFirst,
    BestRatedFirst,
}

/// <summary>What an order means to a query: the sort key first, the id to part equals, both ascending.</summary>
internal static class BookOrders
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: there is no such order.</exception>
    public static BookOrder Parse(string orderBy) =>
        string.Join(' ', orderBy.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) switch
        {
            "" or "popularity" => BookOrder.Popularity,
            "title" => BookOrder.Title,
            "year desc" => BookOrder.NewestFirst,
            "rating desc" => BookOrder.BestRatedFirst,
            _ => throw GrpcErrors.InvalidArgument("order_by", "must be popularity, title, year desc or rating desc"),
        };

    public static IQueryable<Book> InOrder(this IQueryable<Book> books, BookOrder order) => order switch
    {
        BookOrder.Title => books.OrderBy(book => book.TitleKey).ThenBy(book => book.Id),
        BookOrder.NewestFirst => books.OrderBy(book => book.YearKey).ThenBy(book => book.Id),
        BookOrder.BestRatedFirst => books.OrderBy(book => book.RatingKey).ThenBy(book => book.Id),
        _ => books.OrderBy(book => book.PopularityKey).ThenBy(book => book.Id),
    };

    /// <summary>The books that follow a position: a comparison of rows, which PostgreSQL answers from the order's index.</summary>
    public static IQueryable<Book> After(this IQueryable<Book> books, BookOrder order, BookPosition last)
    {
        var (number, text, id) = last;
        return order switch
        {
            BookOrder.Title => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.TitleKey, book.Id), ValueTuple.Create(text, id))),
            BookOrder.NewestFirst => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.YearKey, book.Id), ValueTuple.Create(number, id))),
            BookOrder.BestRatedFirst => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.RatingKey, book.Id), ValueTuple.Create(number, id))),
            _ => books.Where(book => EF.Functions.GreaterThan(
                ValueTuple.Create(book.PopularityKey, book.Id), ValueTuple.Create(number, id))),
        };
    }

    public static BookPosition PositionIn(this ListedBook book, BookOrder order) => order switch
    {
        BookOrder.Title => new(0, book.TitleKey, book.Id),
        BookOrder.NewestFirst => new(book.YearKey, "", book.Id),
        BookOrder.BestRatedFirst => new(book.RatingKey, "", book.Id),
        _ => new(book.PopularityKey, "", book.Id),
    };
}
