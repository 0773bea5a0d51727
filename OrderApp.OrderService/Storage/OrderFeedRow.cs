namespace OrderApp.Orders.Storage;

/// <summary>
/// The single row that counts events. A transaction that writes events raises it and so holds its lock until it is committed:
/// positions are committed in their order, and a reader that goes on after the last position it saw can skip nothing.
/// (A sequence would not do: its values may be committed in another order than they were taken in.)
/// </summary>
internal sealed record OrderFeedRow
{
    public required int Id { get; init; }

    /// <summary>The position of the newest event; 0 when there was none.</summary>
    public required long Position { get; init; }

    /// <summary>The position of the oldest event that is kept: those before it are not shown any more and removed little by little.</summary>
    public required long FirstKept { get; init; }
}
