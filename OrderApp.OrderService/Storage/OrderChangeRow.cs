namespace OrderApp.Orders.Storage;

/// <summary>What happened to an order. Values are those of order.OrderEvent.Type.</summary>
internal enum OrderEventType : short
{
    Created = 1,
    Updated = 2,
    Deleted = 3,
}

/// <summary>
/// One event of an order that was changed or deleted, written in the transaction that did it (a transactional outbox). The creation of an order
/// that is as it was created is told by its own row (its created_position), which costs the hot road nothing; the first change writes it down here.
/// The view order_events shows both.
/// </summary>
internal sealed record OrderChangeRow
{
    /// <summary>The place in the feed: no gaps, and in commit order, see <see cref="OrderFeedRow"/>.</summary>
    public required long Position { get; init; }

    public required OrderEventType Type { get; init; }

    public required DateTime EventTime { get; init; }

    public required Guid OrderId { get; init; }

    public required string Name { get; init; }

    public required bool Completed { get; init; }

    public required DateTime Date { get; init; }

    public int? UserId { get; init; }

    public int? BookId { get; init; }

    public required long Version { get; init; }

    public required DateTime CreateTime { get; init; }
}
