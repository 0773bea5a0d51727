using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Change;

/// <summary>A change of an order that must be there, in a certain version if one is given: in another one, nothing is changed.</summary>
internal abstract record OrderChange(Guid Id, long? Version, DateTime Time)
{
    private const string FindExisting = "SELECT id FROM orders WHERE id = ANY($1)";

    /// <summary>
    /// Splits a batch into rounds in which no order comes twice, keeping the order of changes of each: one statement changes a row only once.
    /// </summary>
    public static IEnumerable<List<Operation<TChange, TResult>>> Rounds<TChange, TResult>(IReadOnlyList<Operation<TChange, TResult>> batch)
        where TChange : OrderChange
    {
        var rounds = new List<List<Operation<TChange, TResult>>>();
        var seen = new Dictionary<Guid, int>(batch.Count);
        foreach (var operation in batch)
        {
            var round = seen.GetValueOrDefault(operation.Input.Id);
            seen[operation.Input.Id] = round + 1;
            if (round == rounds.Count)
                rounds.Add([]);
            rounds[round].Add(operation);
        }

        return rounds;
    }

    /// <summary>Which orders are there, of changes that did nothing: these found them in another version.</summary>
    public static async Task<HashSet<Guid>> FindExistingAsync(
        NpgsqlDataSource database, IEnumerable<OrderChange> undone, CancellationToken cancellationToken)
    {
        var doubtful = undone.Where(change => change.Version is not null).Select(change => change.Id).ToArray();
        if (doubtful.Length == 0)
            return [];
        await using var command = database.CreateCommand(FindExisting).Add(doubtful);
        return [.. await command.ReadAllAsync(reader => reader.GetGuid(0), cancellationToken)];
    }
}
