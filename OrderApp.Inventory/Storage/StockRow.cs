namespace OrderApp.Stocking.Storage;

/// <summary>The copies of a book, as they follow from the ledger; kept so that nobody has to add it up.</summary>
internal sealed record StockRow
{
    public required int BookId { get; init; }

    public int Available { get; init; }

    public int Reserved { get; init; }

    public int Sold { get; init; }
}
