using System.Globalization;
using Npgsql;
using OrderApp.Orders.Batching;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using State = OrderApp.Protos.Order.Types.State;

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

    /// <summary>The condition that a row of <c>orders</c> is one of the old contract.</summary>
    protected internal const string IsPlain = "orders.total IS NULL AND NOT orders.paid";

    private const string FindExisting =
        $"SELECT {OrderRow.Columns}, paid, coalesce((details ->> 'cancelled')::boolean, false) FROM orders WHERE id = ANY($1)";

    /// <summary>The condition that a row of <c>orders</c> is in a state where a move begins.</summary>
    protected internal static string Takes(OrderMove move) => $"({move.FromBits} >> {OrderStates.OfRow}) & 1 = 1";

    /// <summary>The version that an etag tells; null when it is empty. An etag that is none of ours is no order's current one.</summary>
    public static long? VersionOf(string etag) => etag.Length == 0 ? null
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

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

    /// <summary>The orders, as they are now, of changes that did nothing; those that are not there for their callers are left out.</summary>
    public static async Task<Dictionary<Guid, SeenOrder>> FindSeenAsync(
        NpgsqlDataSource database, IEnumerable<OrderChange> undone, CancellationToken cancellationToken)
    {
        var doubtful = undone.ToDictionary(change => change.Id);
        if (doubtful.Count == 0)
            return [];
        await using var command = database.CreateCommand(FindExisting).Add(doubtful.Keys.ToArray());
        var found = await command.ReadAllAsync(reader => new SeenOrder(OrderRow.Read(reader), reader.GetBoolean(14), reader.GetBoolean(15)), cancellationToken);
        return found.Where(seen => doubtful[seen.Order.Id].Access.Sees(seen.Order.CustomerId)).ToDictionary(seen => seen.Order.Id);
    }

    /// <summary>Adds the columns of <c>input</c> that tell what callers may see, each a parameter.</summary>
    protected internal static NpgsqlCommand AddAccess<TChange, TResult>(NpgsqlCommand command, IReadOnlyList<Operation<TChange, TResult>> round)
        where TChange : OrderChange => command
        .AddArray(round, change => change.Input.Access.All)
        .AddArray(round, change => change.Input.Access.CustomerId)
        .AddArray(round, change => change.Input.Access.Nobodys);
}

/// <summary>An order that its caller may see.</summary>
/// <param name="Order">The order.</param>
/// <param name="Paid">Whether it was paid, whatever has become of it.</param>
/// <param name="Cancelled">Whether it was cancelled, whatever has become of it.</param>
internal readonly record struct SeenOrder(OrderRow Order, bool Paid, bool Cancelled)
{
    public State State => OrderStates.Of(Order.State, Order.Completed);

    /// <summary>Whether a change is of another version than this one.</summary>
    public bool IsAnotherVersion(OrderChange change) => change.Version is { } version && version != Order.Version;

    /// <summary>Whether a move is legal.</summary>
    public bool Takes(OrderMove move) =>
        move.From.Contains(State) && (Paid || !move.OnlyPaid) && (!move.OnlyPlain || (Order.Total is null && !Paid));
}
