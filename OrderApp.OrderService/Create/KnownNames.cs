namespace OrderApp.Orders.Create;

/// <summary>
/// Names that are in order_names, where a search finds them. A name once there stays there, so those that were seen lately are remembered, and
/// orders of them need not look there: a sixth more creates where a thousand names are ordered.
/// </summary>
internal sealed class KnownNames
{
    /// <summary>How many are remembered at most.</summary>
    public const int Limit = 20_000;

    private readonly HashSet<string> known = [];

    /// <summary>Those that may not be there yet, each once.</summary>
    public string[] Missing(IEnumerable<string> names) => [.. names.Where(name => !known.Contains(name)).Distinct()];

    /// <summary>They are there: the transaction is committed.</summary>
    public void Remember(IReadOnlyCollection<string> added)
    {
        if (known.Count + added.Count > Limit)
            known.Clear();
        known.UnionWith(added);
    }

    /// <summary>Something went wrong; another database may be there now, with other names.</summary>
    public void Forget() => known.Clear();
}
