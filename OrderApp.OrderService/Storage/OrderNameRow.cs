namespace OrderApp.Orders.Storage;

/// <summary>
/// A name that some order has or had. Many orders share a name, so the index of substrings is kept over names: that is what makes
/// searching cheap for those who search and next to free for those who write.
/// </summary>
internal sealed record OrderNameRow
{
    public required string Name { get; init; }
}
