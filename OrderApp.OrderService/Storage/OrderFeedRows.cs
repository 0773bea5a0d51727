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

/// <summary>
/// Where the feed stood at some time: events up to the position had been stored by then. That is how old events are known: by the clock of the
/// database, because those of replicas may be wrong.
/// </summary>
internal sealed record OrderFeedMarkRow
{
    public required DateTime MarkedTime { get; init; }

    public required long Position { get; init; }
}

/// <summary>What was done to an order. Values are those of order.OrderEvent.Type.</summary>
internal enum OrderEventType : short
{
    Created = 1,
    Updated = 2,
    Deleted = 3,
}

/// <summary>
/// One event of an order that was changed or deleted, written in the transaction that did it (a transactional outbox). The creation of an order
/// that is as it was created is told by its own row (its created_position), which costs a create nothing; the first change writes it down here.
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

    /// <summary>Whose order it is; null: nobody's.</summary>
    public Guid? CustomerId { get; init; }

    public short? State { get; init; }

    public long? Total { get; init; }

    public string? Currency { get; init; }

    public string? Details { get; init; }
}
