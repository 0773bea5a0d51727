using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.List;

/// <summary>
/// The statement that reads a page. Orders of one customer come through the index of owned orders; others through the names that match where they
/// are few, else through the index of states where some are asked for, else through the primary key. Who sees both gets them merged. A time is a range of
/// ids, as these begin with it: what a list leaves out on either side of it is not read.
/// </summary>
internal sealed class ListStatement
{
    // The clock that makes ids is a replica's, and may be somewhat wrong against the order's own time, which decides.
    private static readonly TimeSpan ClockError = TimeSpan.FromHours(1);

    private readonly List<NpgsqlParameter> parameters = [];
    private readonly ListFilter filter;
    private readonly string limit;
    private readonly string? before;
    private readonly string? since;
    private readonly string? times;
    private readonly string? completed;

    private ListStatement(ListFilter filter, Guid? after, int limit)
    {
        this.filter = filter;
        this.limit = Parameter(limit);
        before = EarlierOf(after, filter.To is { } to ? UtcDay.FirstId(to + ClockError) : null) is { } end ? Parameter(end) : null;
        since = filter.From is { } from ? Parameter(UtcDay.FirstId(from < DateTime.UnixEpoch + ClockError ? DateTime.UnixEpoch : from - ClockError)) : null;
        times = And(
            filter.From is { } first ? $"create_time >= {Parameter(first)}" : null,
            filter.To is { } last ? $"create_time < {Parameter(last)}" : null);
        completed = filter.Completed is { } wanted ? Parameter(wanted) : null;
    }

    /// <summary>Whether such a list may hold orders that are not of one customer: only these are looked for by their names.</summary>
    public static bool GoesBeyondOneCustomer(ListFilter filter, OrderAccess access) => filter.CustomerId is null && (access.All || access.Nobodys);

    public static NpgsqlCommand Make(ListFilter filter, OrderAccess access, IReadOnlyCollection<string>? names, Guid? after, int limit)
    {
        var statement = new ListStatement(filter, after, limit);
        var parts = new List<string>();
        if ((filter.CustomerId ?? (access.All ? null : access.CustomerId)) is { } customer)
            parts.Add(statement.OfCustomer(customer));
        if (GoesBeyondOneCustomer(filter, access))
            parts.Add(statement.OfOthers(access.All ? null : "customer_id IS NULL", names));
        var command = new NpgsqlCommand(parts is [var one] ? one
            : $"SELECT * FROM (({string.Join(") UNION ALL (", parts)})) AS seen ORDER BY id DESC LIMIT {statement.limit}");
        command.Parameters.AddRange(statement.parameters.ToArray());
        return command;
    }

    // By a range of one customer, in an order that only the index of owned orders has, and with a comparison that no other index answers: whatever the
    // planner believes of how many orders a customer has, it does not go through everybody's.
    private string OfCustomer(Guid customer)
    {
        var id = Parameter(customer);
        return Select($"customer_id BETWEEN {id} AND {id}", "IS NOT DISTINCT FROM", And(AnyOfStates(), Query()), "customer_id DESC, id DESC");
    }

    private string OfOthers(string? owner, IReadOnlyCollection<string>? names)
    {
        if (names is not null)
        {
            // The newest of each name, and of these the newest. The index compares names by their bytes.
            return Newest(
                $"unnest({Parameter(names.ToArray())}::text[]) AS wanted(name)",
                Select(owner, "=", And(AnyOfStates(), "orders.name COLLATE \"C\" = wanted.name"), "id DESC"));
        }

        if (filter.States.Count == 0)
            return Select(owner, "=", Query(), "id DESC");
        // In an order that only the index of states has, between two places of it.
        var begin = since is null ? $"{OrderStates.OfRow} >= wanted.state" : $"({OrderStates.OfRow}, id) >= (wanted.state, {since})";
        var end = before is null ? $"{OrderStates.OfRow} <= wanted.state" : $"({OrderStates.OfRow}, id) < (wanted.state, {before})";
        return Newest(
            $"unnest({Parameter(filter.States.ToArray())}::int[]) AS wanted(state)",
            Select(And(begin, end, owner), "IS NOT DISTINCT FROM", Query(), $"{OrderStates.OfRow} DESC, id DESC", withRange: false));
    }

    private string Newest(string wanted, string select) =>
        $"""
        SELECT newest.* FROM {wanted} CROSS JOIN LATERAL (
          {select}
        ) AS newest ORDER BY id DESC LIMIT {limit}
        """;

    private string Select(string? owner, string equals, string? others, string order, bool withRange = true)
    {
        var range = withRange ? And(before is null ? null : $"id < {before}", since is null ? null : $"id >= {since}") : null;
        var conditions = And(range, times, completed is null ? null : $"completed {equals} {completed}", owner, others);
        return $"SELECT {OrderRow.Columns} FROM orders {(conditions is null ? "" : $"WHERE {conditions}")} ORDER BY {order} LIMIT {limit}";
    }

    private string? Query() => filter.Query.Length > 0 ? $"name ILIKE {Parameter(filter.Pattern)}" : null;

    private string? AnyOfStates() => filter.States.Count > 0 ? $"{OrderStates.OfRow} = ANY ({Parameter(filter.States.ToArray())})" : null;

    private static string? And(params ReadOnlySpan<string?> conditions)
    {
        var given = new List<string>();
        foreach (var condition in conditions)
        {
            if (condition is not null)
                given.Add(condition);
        }

        return given.Count > 0 ? string.Join(" AND ", given) : null;
    }

    // In the order of the bytes as they are written, which is PostgreSQL's.
    private static Guid? EarlierOf(Guid? one, Guid? other) => one is { } first && other is { } second
        ? string.CompareOrdinal(first.ToString(), second.ToString()) < 0 ? first : second
        : one ?? other;

    private string Parameter<TValue>(TValue value)
    {
        parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return $"${parameters.Count}";
    }
}
