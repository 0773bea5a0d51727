namespace OrderApp.Stocking.Storage;

/// <summary>Why a stock changed. Values are those of inventory.LedgerEntry.Kind.</summary>
internal enum LedgerKind : short
{
    Seed = 1,
    Adjusted = 2,
    Reserved = 3,
    Confirmed = 4,
    Released = 5,
    Expired = 6,
    Returned = 7,
}

/// <summary>One change of one book's stock, written in the transaction that made it, and never changed.</summary>
internal sealed record LedgerRow
{
    /// <summary>Taken while the book's row is locked: a book's entries are committed in this order.</summary>
    public required long Id { get; init; }

    public required DateTime Time { get; init; }

    public required int BookId { get; init; }

    public required LedgerKind Kind { get; init; }

    public required int DeltaAvailable { get; init; }

    public required int DeltaReserved { get; init; }

    public required int DeltaSold { get; init; }

    public string? ReservationId { get; init; }

    public string? RequestId { get; init; }

    public string? Reason { get; init; }

    /// <summary>The "sub" of the token that it was asked for with.</summary>
    public string? Who { get; init; }
}
