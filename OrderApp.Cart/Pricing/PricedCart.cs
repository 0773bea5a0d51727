namespace OrderApp.Buying.Pricing;

/// <summary>What a cart holds and costs now, in the currency's smallest unit.</summary>
internal sealed record PricedCart(IReadOnlyList<PricedLine> Lines)
{
    public long Subtotal => Lines.Sum(line => line.Full);

    public long Total => Lines.Sum(line => line.Total);

    public long Discount => Subtotal - Total;

    /// <summary>The promotion that takes something off; null: none.</summary>
    public string? Promotion => Discount > 0 ? Pricing.Promotion.Name : null;
}
