using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Change;

/// <summary>
/// A change of an order that its caller may see and that must be there, in a certain version if one is given: in another one, nothing is changed.
/// </summary>
internal abstract record OrderChange(Guid Id, long? Version, DateTime Time, OrderAccess Access)
{
    /// <summary>The condition that a row of <c>orders</c> may be changed by a row of <c>input</c>.</summary>
    protected internal const string IsAllowed =
        """
        (input.version IS NULL OR input.version = orders.version)
            AND (input.sees_all OR orders.customer_id = input.customer_id OR (orders.customer_id IS NULL AND input.sees_nobodys))
        """;

    private const string FindExisting = "SELECT id, customer_id FROM orders WHERE id = ANY($1)";

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

    /// <summary>Which changes that did nothing are of orders that are there for their callers: these found them in another version.</summary>
    public static async Task<HashSet<Guid>> FindExistingAsync(
        NpgsqlDataSource database, IEnumerable<OrderChange> undone, CancellationToken cancellationToken)
    {
        var doubtful = undone.Where(change => change.Version is not null).ToDictionary(change => change.Id);
        if (doubtful.Count == 0)
            return [];
        await using var command = database.CreateCommand(FindExisting).Add(doubtful.Keys.ToArray());
        var found = await command.ReadAllAsync(reader => (Id: reader.GetGuid(0), Owner: reader.IsDBNull(1) ? (Guid?)null : reader.GetGuid(1)), cancellationToken);
        return [.. found.Where(order => doubtful[order.Id].Access.Sees(order.Owner)).Select(order => order.Id)];
    }

    /// <summary>Adds the columns of <c>input</c> that tell what callers may see, each a parameter.</summary>
    protected internal static NpgsqlCommand AddAccess<TChange, TResult>(NpgsqlCommand command, IReadOnlyList<Operation<TChange, TResult>> round)
        where TChange : OrderChange => command
        .AddArray(round, change => change.Input.Access.All)
        .AddArray(round, change => change.Input.Access.CustomerId)
        .AddArray(round, change => change.Input.Access.Nobodys);
}
