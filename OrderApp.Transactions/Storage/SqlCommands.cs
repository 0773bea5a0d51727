using Npgsql;
using OrderApp.ServiceDefaults.Sharing;

namespace OrderApp.Payments.Storage;

/// <summary>Positional parameters of a statement, and its row.</summary>
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

    /// <summary>Executes the statement with those of other callers, and reads its row, or null.</summary>
    public static async Task<TRow?> ReadOneAsync<TRow>(
        this SharedStatements statements, NpgsqlBatchCommand command, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken) where TRow : class =>
        (await statements.ReadAllAsync(command, readRow, cancellationToken)).SingleOrDefault();

    /// <summary>Executes the statement and reads its row, or null. Ends when its transaction is committed.</summary>
    public static async Task<TRow?> ReadOneAsync<TRow>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken) where TRow : class
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = await reader.ReadAsync(cancellationToken) ? readRow(reader) : null;
        // The row comes before the commit: only the end of the answer tells that it was done.
        await reader.NextResultAsync(cancellationToken);
        return row;
    }

    /// <summary>The value of a column, or null.</summary>
    public static TValue? Nullable<TValue>(this NpgsqlDataReader reader, int column) where TValue : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<TValue>(column);
}
