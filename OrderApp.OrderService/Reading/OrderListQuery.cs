using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Reading;

/// <summary>The statement that reads a page: through the names that match where they are few, else through the primary key.</summary>
internal static class OrderListQuery
{
    public static NpgsqlCommand Make(OrderFilter filter, IReadOnlyCollection<string>? names, Guid? after, int limit)
    {
        var command = new NpgsqlCommand();
        var conditions = new List<string>();
        if (after is { } id)
            conditions.Add($"id < {Add(id)}");
        if (filter.Completed is { } completed)
            conditions.Add($"completed = {Add(completed)}");

        if (names is not null)
        {
            // The newest of each name, and of these the newest. The index compares names by their bytes.
            conditions.Add("orders.name COLLATE \"C\" = wanted.name");
            var (array, most) = (Add(names.ToArray()), Add(limit));
            command.CommandText =
                $"""
                SELECT newest.* FROM unnest({array}::text[]) AS wanted(name) CROSS JOIN LATERAL (
                  SELECT {OrderReader.Columns} FROM orders WHERE {string.Join(" AND ", conditions)} ORDER BY id DESC LIMIT {most}
                ) AS newest ORDER BY id DESC LIMIT {most}
                """;
            return command;
        }

        if (filter.Query.Length > 0)
            conditions.Add($"name ILIKE {Add(filter.Pattern)}");
        var where = conditions.Count > 0 ? $"WHERE {string.Join(" AND ", conditions)}" : "";
        command.CommandText = $"SELECT {OrderReader.Columns} FROM orders {where} ORDER BY id DESC LIMIT {Add(limit)}";
        return command;

        string Add<TValue>(TValue value)
        {
            command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
            return $"${command.Parameters.Count}";
        }
    }
}
