using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.List;

/// <summary>
/// The statement that reads a page. Orders of one customer come through the index of owned orders; others through the names that match where they
/// are few, else through the primary key. Who sees both gets them merged.
/// </summary>
internal sealed class ListStatement
{
    private readonly List<NpgsqlParameter> parameters = [];
    private readonly ListFilter filter;
    private readonly string limit;
    private readonly string? after;
    private readonly string? completed;

    private ListStatement(ListFilter filter, Guid? after, int limit)
    {
        this.filter = filter;
        this.limit = Parameter(limit);
        this.after = after is { } id ? $"id < {Parameter(id)}" : null;
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
        return Select($"customer_id BETWEEN {id} AND {id}", "IS NOT DISTINCT FROM", Query(), "customer_id DESC, id DESC");
    }

    private string OfOthers(string? owner, IReadOnlyCollection<string>? names) => names is null
        ? Select(owner, "=", Query(), "id DESC")
        // The newest of each name, and of these the newest. The index compares names by their bytes.
        : $"""
          SELECT newest.* FROM unnest({Parameter(names.ToArray())}::text[]) AS wanted(name) CROSS JOIN LATERAL (
            {Select(owner, "=", "orders.name COLLATE \"C\" = wanted.name", "id DESC")}
          ) AS newest ORDER BY id DESC LIMIT {limit}
          """;

    private string Select(string? owner, string equals, string? name, string order)
    {
        var conditions = string.Join(" AND ", new[] { after, completed is null ? null : $"completed {equals} {completed}", owner, name }.OfType<string>());
        return $"SELECT {OrderRow.Columns} FROM orders {(conditions.Length > 0 ? $"WHERE {conditions}" : "")} ORDER BY {order} LIMIT {limit}";
    }

    private string? Query() => filter.Query.Length > 0 ? $"name ILIKE {Parameter(filter.Pattern)}" : null;

    private string Parameter<TValue>(TValue value)
    {
        parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return $"${parameters.Count}";
    }
}
