namespace OrderApp.Books.Purchases;

/// <summary>That a customer ordered a book, as the order service told.</summary>
internal sealed class Purchase
{
    /// <summary>The order's id. It is of version 7, so that the newest order has the highest.</summary>
    public Guid OrderId { get; init; }

    public int UserId { get; init; }

    public int BookId { get; init; }
}
