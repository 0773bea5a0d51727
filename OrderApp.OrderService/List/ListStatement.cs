using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.List;

/// <summary>The statement that reads a page: through the names that match where they are few, else through the primary key.</summary>
internal static class ListStatement
{
    public static NpgsqlCommand Make(ListFilter filter, IReadOnlyCollection<string>? names, Guid? after, int limit)
    {
        var command = new NpgsqlCommand();
        var conditions = new List<string>();
        if (after is { } id)
            conditions.Add($"id < {Parameter(id)}");
        if (filter.Completed is { } completed)
            conditions.Add($"completed = {Parameter(completed)}");

        if (names is not null)
        {
            // The newest of each name, and of these the newest. The index compares names by their bytes.
            conditions.Add("orders.name COLLATE \"C\" = wanted.name");
            var (array, most) = (Parameter(names.ToArray()), Parameter(limit));
            command.CommandText =
                $"""
                SELECT newest.* FROM unnest({array}::text[]) AS wanted(name) CROSS JOIN LATERAL (
                  SELECT {OrderRow.Columns} FROM orders WHERE {string.Join(" AND ", conditions)} ORDER BY id DESC LIMIT {most}
                ) AS newest ORDER BY id DESC LIMIT {most}
                """;
            return command;
        }

        if (filter.Query.Length > 0)
            conditions.Add($"name ILIKE {Parameter(filter.Pattern)}");
        var where = conditions.Count > 0 ? $"WHERE {string.Join(" AND ", conditions)}" : "";
        command.CommandText = $"SELECT {OrderRow.Columns} FROM orders {where} ORDER BY id DESC LIMIT {Parameter(limit)}";
        return command;

        string Parameter<TValue>(TValue value)
        {
            command.Add(value);
            return $"${command.Parameters.Count}";
        }
    }
}
