using OrderApp.Buying.Common;
using OrderApp.Buying.Pricing;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Filling;

/// <summary>What a cart may hold: one line a book, 1 to 99 copies of it, 100 books.</summary>
internal static class CartRules
{
    public const int MaxQuantity = 99;
    private const int MaxBooks = 100;

    /// <summary>Checks a quantity that a caller sent.</summary>
    public static int CheckQuantity(int quantity, int least) => quantity >= least && quantity <= MaxQuantity
        ? quantity
        : throw GrpcErrors.InvalidArgument("quantity", $"must be {least} to {MaxQuantity}, is {quantity}");

    /// <summary>Checks a book's id that a caller sent.</summary>
    public static int CheckBookId(int id) => id >= 1 ? id : throw GrpcErrors.InvalidArgument("book_id", $"must be at least 1, is {id}");

    /// <summary>The cart with more copies of a book.</summary>
    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION: there would be too many.</exception>
    public static IReadOnlyList<CartItem> Add(IReadOnlyList<CartItem> items, int bookId, int quantity) =>
        Set(items, bookId, items.FirstOrDefault(item => item.BookId == bookId).Quantity + quantity);

    /// <summary>The cart with so many copies of a book; with 0 without it.</summary>
    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION: there would be too many.</exception>
    public static IReadOnlyList<CartItem> Set(IReadOnlyList<CartItem> items, int bookId, int quantity)
    {
        if (quantity > MaxQuantity)
            throw CartErrors.TooMany($"a cart holds at most {MaxQuantity} copies of a book");
        if (quantity == 0)
            return [.. items.Where(item => item.BookId != bookId)];
        if (items.Any(item => item.BookId == bookId))
            return [.. items.Select(item => item.BookId == bookId ? item with { Quantity = quantity } : item)];
        return items.Count < MaxBooks ? [.. items, new CartItem(bookId, quantity)] : throw CartErrors.TooMany($"a cart holds at most {MaxBooks} books");
    }

    /// <summary>The cart with all that another one holds, as far as it may hold it.</summary>
    public static IReadOnlyList<CartItem> Merge(IReadOnlyList<CartItem> items, IEnumerable<CartItem> others)
    {
        var sums = others.Aggregate(items, (merged, other) =>
            Contains(merged, other.BookId) || merged.Count < MaxBooks
                ? Set(merged, other.BookId, Math.Min(MaxQuantity, merged.FirstOrDefault(item => item.BookId == other.BookId).Quantity + other.Quantity))
                : merged);
        return sums;
    }

    /// <summary>The cart without these copies.</summary>
    public static IReadOnlyList<CartItem> Without(IReadOnlyList<CartItem> items, IReadOnlyCollection<CartItem> taken) =>
        [.. items.Select(item => item with { Quantity = item.Quantity - taken.FirstOrDefault(one => one.BookId == item.BookId).Quantity }).Where(item => item.Quantity > 0)];

    private static bool Contains(IReadOnlyList<CartItem> items, int bookId) => items.Any(item => item.BookId == bookId);
}
