namespace OrderApp.Stocking.Storage;

/// <summary>Where a reservation stands. Values are in the database.</summary>
internal enum ReservationState : short
{
    Reserved = 1,
    Confirmed = 2,
    Released = 3,
    Expired = 4,
    Returned = 5,
}

/// <summary>
/// A reservation, kept for good so that its id means nothing else ever. Its lines are two arrays in the order of book_id, and never change: they tell
/// whether a request with the same id is the same. One that was released before it came has none.
/// </summary>
internal sealed record ReservationRow
{
    public required string Id { get; init; }

    public required ReservationState State { get; init; }

    /// <summary>When it ends unless it is confirmed, by the database's clock.</summary>
    public required DateTime ExpiresAt { get; init; }

    public required int[] BookIds { get; init; }

    public required int[] Quantities { get; init; }
}
