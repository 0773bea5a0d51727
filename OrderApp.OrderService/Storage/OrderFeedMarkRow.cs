namespace OrderApp.Orders.Storage;

/// <summary>
/// Where the feed stood at some time: events up to the position had been stored by then. That is how old events are known: by the clock of the
/// database, because those of replicas may be wrong.
/// </summary>
internal sealed record OrderFeedMarkRow
{
    public required DateTime MarkedTime { get; init; }

    public required long Position { get; init; }
}
