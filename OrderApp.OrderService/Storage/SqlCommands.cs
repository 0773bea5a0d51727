using Npgsql;
using NpgsqlTypes;

namespace OrderApp.Orders.Storage;

/// <summary>Positional parameters of a statement, and its rows.</summary>
internal static class SqlCommands
{
    /// <summary>Adds the next parameter.</summary>
    public static NpgsqlCommand Add<TValue>(this NpgsqlCommand command, TValue value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return command;
    }

    /// <summary>
    /// Adds the next parameter: one value of each item, for <c>unnest</c>, which makes up for a shorter array with nulls. So a column without
    /// values is not sent.
    /// </summary>
    public static NpgsqlCommand AddArray<TItem, TValue>(this NpgsqlCommand command, IReadOnlyList<TItem> items, Func<TItem, TValue> value)
    {
        command.Parameters.AddArray(items, value);
        return command;
    }

    /// <summary>The same, of a statement among others.</summary>
    public static NpgsqlParameterCollection AddArray<TItem, TValue>(
        this NpgsqlParameterCollection parameters, IReadOnlyList<TItem> items, Func<TItem, TValue> value)
    {
        var column = new TValue[items.Count];
        for (var row = 0; row < column.Length; row++)
            column[row] = value(items[row]);
        var parameter = new NpgsqlParameter<TValue[]> { TypedValue = Array.TrueForAll(column, item => item is null) ? [] : column };
        // An array that begins with null would be taken for one of times without a zone, and the first time in it then be refused.
        if (typeof(TValue) == typeof(DateTime?))
            parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        parameters.Add(parameter);
        return parameters;
    }

    /// <summary>Executes the statement and reads all its rows. Ends when its transaction is committed.</summary>
    public static async Task<List<TRow>> ReadAllAsync<TRow>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, TRow> readRow, CancellationToken cancellationToken)
    {
        var rows = new List<TRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(readRow(reader));
        // The rows come before the commit: only the end of the answer tells that it was done.
        await reader.NextResultAsync(cancellationToken);
        return rows;
    }
}
