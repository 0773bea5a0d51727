using OrderApp.Books.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Listing;

/// <summary>Which books a list holds, and how they are sorted; the same for all of its pages.</summary>
/// <param name="Query">What title or authors contain, folded by <see cref="SearchText"/>; empty: all.</param>
/// <param name="Category">Null: all.</param>
/// <param name="Sort">How the list is sorted.</param>
/// <param name="IncludesHidden">Whether it holds hidden books, too.</param>
/// <param name="MinPrice">What they cost at least, in the smallest unit of the shop's currency; null: whatever they cost.</param>
/// <param name="MaxPrice">What they cost at most.</param>
internal sealed record BookFilter(
    string Query, BookCategory? Category, BookSort Sort, bool IncludesHidden = false, long? MinPrice = null, long? MaxPrice = null)
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: names the field that is not acceptable.</exception>
    public static BookFilter From(ListBooksRequest request, ShopMoney money)
    {
        TextRules.Check("query", request.Query, BookLimits.Query);
        if (request.HasCategory && !Enum.IsDefined(request.Category))
            throw GrpcErrors.InvalidArgument("category", "is not a category of books");

        return new(SearchText.Fold(request.Query), request.HasCategory ? request.Category : null, BookSorts.Parse(request.OrderBy), request.IncludeHidden,
            Price("min_price", request.MinPrice), Price("max_price", request.MaxPrice));

        long? Price(string field, Google.Type.Money? price) => price is null ? null : money.Parse(field, price, zero: true);
    }
}
