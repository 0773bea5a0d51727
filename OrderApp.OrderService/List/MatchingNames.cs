using Npgsql;

namespace OrderApp.Orders.List;

/// <summary>Finds the names that contain a text, by the index of their substrings.</summary>
internal static class MatchingNames
{
    /// <summary>With more names than this, a search rather goes through the orders: every so many of them match.</summary>
    public const int Limit = 5000;

    private const string Find = "SELECT name FROM order_names WHERE name ILIKE $1 LIMIT $2";

    /// <summary>All such names, or null when there are more than <see cref="Limit"/>.</summary>
    public static async Task<List<string>?> FindAsync(NpgsqlConnection connection, string pattern, CancellationToken cancellationToken)
    {
        // Which plan is best depends on the pattern, so it is made for this one.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL plan_cache_mode = force_custom_plan"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL enable_seqscan = on"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Find)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = pattern }, new NpgsqlParameter<int> { TypedValue = Limit + 1 } },
        });

        var names = new List<string>();
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        await transaction.CommitAsync(cancellationToken);
        return names.Count <= Limit ? names : null;
    }
}
