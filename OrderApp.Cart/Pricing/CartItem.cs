namespace OrderApp.Buying.Pricing;

/// <summary>Copies of a book in a cart.</summary>
internal readonly record struct CartItem(int BookId, int Quantity)
{
    /// <summary>The lines of a stored cart.</summary>
    public static IReadOnlyList<CartItem> Of(int[] bookIds, int[] quantities) =>
        [.. bookIds.Zip(quantities, (id, quantity) => new CartItem(id, quantity))];
}
