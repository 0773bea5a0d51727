namespace OrderApp.Buying.Pricing;

/// <summary>The promotion: of more than two copies that are bought together, the cheapest one is free.</summary>
internal static class Promotion
{
    public const string Name = "buy_two_get_one_free";
    private const int MoreThan = 2;

    /// <summary>
    /// The lines with one copy of the cheapest book free, where there are enough. They are always reckoned anew from what the cart holds, so
    /// neither the order of adding nor what was taken out before matters. Of books that cost the same, the one with the least id is it.
    /// </summary>
    public static IReadOnlyList<PricedLine> Apply(IReadOnlyList<PricedLine> lines)
    {
        var sold = lines.Where(line => line.UnitPrice is not null).ToList();
        if (sold.Sum(line => line.Quantity) <= MoreThan)
            return lines;
        var cheapest = sold.MinBy(line => (line.UnitPrice, line.BookId));
        return [.. lines.Select(line => line == cheapest ? line with { Free = 1 } : line)];
    }
}
