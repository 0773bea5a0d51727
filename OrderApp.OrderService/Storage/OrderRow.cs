namespace OrderApp.Orders.Storage;

/// <summary>An order as the database keeps it. Times are UTC, to the microsecond.</summary>
internal sealed record OrderRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required bool Completed { get; init; }

    public required DateTime Date { get; init; }

    public int? UserId { get; init; }

    public int? BookId { get; init; }

    /// <summary>1 when created, one more with every change; the etag is made of it.</summary>
    public required long Version { get; init; }

    public required DateTime CreateTime { get; init; }

    public required DateTime UpdateTime { get; init; }
}
