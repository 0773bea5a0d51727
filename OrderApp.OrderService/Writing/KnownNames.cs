using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>
/// The names that are in order_names, where a search finds them. A name once there stays there, so those that were seen lately are remembered,
/// and orders of them cost nothing more.
/// </summary>
internal sealed class KnownNames
{
    /// <summary>How many are remembered at most.</summary>
    public const int Limit = 20_000;

    // In the order of the names, so that replicas that add the same ones wait for, and do not block, each other.
    private const string Insert = "INSERT INTO order_names (name) SELECT name FROM unnest($1::text[]) AS name ORDER BY name ON CONFLICT (name) DO NOTHING";

    private readonly Lock gate = new();
    private readonly HashSet<string> known = [];

    /// <summary>Those that may not be there yet, each once.</summary>
    public string[] Missing(IEnumerable<string> names)
    {
        lock (gate)
            return [.. names.Where(name => !known.Contains(name)).Distinct()];
    }

    /// <summary>Adds names; goes before the statement that writes orders of them, in its transaction.</summary>
    public static NpgsqlBatchCommand Add(IReadOnlyList<string> missing)
    {
        var command = new NpgsqlBatchCommand(Insert);
        command.Parameters.AddArray(missing, name => name);
        return command;
    }

    /// <summary>They are there: the transaction is committed.</summary>
    public void Remember(IReadOnlyCollection<string> added)
    {
        lock (gate)
        {
            if (known.Count + added.Count > Limit)
                known.Clear();
            known.UnionWith(added);
        }
    }

    /// <summary>Something went wrong; another database may be there now, with other names.</summary>
    public void Forget()
    {
        lock (gate)
            known.Clear();
    }
}
