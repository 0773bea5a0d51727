using Npgsql;

namespace OrderApp.Reviewing.Storage;

/// <summary>Positional parameters of a statement, and its rows.</summary>
internal static class SqlCommands
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

    /// <summary>Executes the statement and reads its rows.</summary>
    public static async Task<List<TRow>> ReadAllAsync<TRow>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(readRow(reader));
        return rows;
    }

    /// <summary>Executes the statement and reads its row, or null.</summary>
    public static async Task<TRow?> ReadOneAsync<TRow>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken) where TRow : class =>
        (await command.ReadAllAsync(readRow, cancellationToken)).SingleOrDefault();
}
