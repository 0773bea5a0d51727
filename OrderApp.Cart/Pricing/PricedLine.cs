namespace OrderApp.Buying.Pricing;

/// <summary>Copies of a book and what they cost, in the currency's smallest unit.</summary>
/// <param name="BookId">The book.</param>
/// <param name="Title">Its title; empty for one that is gone.</param>
/// <param name="Quantity">How many, the free ones included.</param>
/// <param name="UnitPrice">What one costs; null when it is not for sale.</param>
/// <param name="Free">How many are free.</param>
/// <param name="Gone">Whether the catalogue has the book no more.</param>
internal sealed record PricedLine(int BookId, string Title, int Quantity, long? UnitPrice, int Free = 0, bool Gone = false)
{
    /// <summary>What they cost, with nothing taken off.</summary>
    public long Full => Quantity * (UnitPrice ?? 0);

    public long Total => (Quantity - Free) * (UnitPrice ?? 0);
}
