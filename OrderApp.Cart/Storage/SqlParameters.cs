using Npgsql;
using NpgsqlTypes;

namespace OrderApp.Buying.Storage;

/// <summary>Positional parameters of a statement, and its rows.</summary>
internal static class SqlParameters
{
    /// <summary>Adds the next parameter.</summary>
    public static NpgsqlCommand Add<TValue>(this NpgsqlCommand command, TValue value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return command;
    }

    /// <summary>Adds the next parameter.</summary>
    public static NpgsqlBatchCommand Add<TValue>(this NpgsqlBatchCommand command, TValue value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return command;
    }

    /// <summary>Adds the next parameter, as jsonb.</summary>
    public static NpgsqlCommand AddJson(this NpgsqlCommand command, string? json)
    {
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return command;
    }

    /// <summary>Adds the next parameter, as jsonb.</summary>
    public static NpgsqlBatchCommand AddJson(this NpgsqlBatchCommand command, string? json)
    {
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return command;
    }

    /// <summary>Executes the statement and reads its rows. Ends when its transaction is committed.</summary>
    public static async Task<List<TRow>> ReadAllAsync<TRow>(this NpgsqlCommand command, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(readRow(reader));
        // The rows come before the commit: only the end of the answer tells that it was done.
        await reader.NextResultAsync(cancellationToken);
        return rows;
    }

    /// <summary>The text of a column, or null.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
