namespace OrderApp.Orders.Storage;

/// <summary>
/// A request_id that made an order, and what is needed to give the same answer again. The primary key decides which of several
/// racing requests makes the order.
/// </summary>
internal sealed record OrderRequestRow
{
    public required string RequestId { get; init; }

    /// <summary>Whose request_id it is, the Nil UUID for those who call without a token: nobody gets another's answer.</summary>
    public required Guid CustomerId { get; init; }

    /// <summary>A hash of the request's content: the same key with other content is refused.</summary>
    public required byte[] Fingerprint { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>The order's date; the request may have left it to the server.</summary>
    public required DateTime Date { get; init; }

    public required DateTime CreateTime { get; init; }

    /// <summary>
    /// When the database took it, by the database's clock: it is kept so long from then. The clocks of replicas may be wrong, and a request_id that
    /// is forgotten too soon could make a second order.
    /// </summary>
    public DateTime StoredTime { get; init; }
}
