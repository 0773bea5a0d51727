namespace OrderApp.Orders.Storage;

/// <summary>What happened to an order. Values are those of order.OrderEvent.Type.</summary>
internal enum OrderEventType : short
{
    Created = 1,
    Updated = 2,
    Deleted = 3,
}

/// <summary>One change of one order, written in the transaction that makes the change (a transactional outbox).</summary>
internal sealed record OrderEventRow
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
