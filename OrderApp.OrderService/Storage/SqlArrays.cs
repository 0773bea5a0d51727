using Npgsql;
using NpgsqlTypes;

namespace OrderApp.Orders.Storage;

/// <summary>Hands a batch to a statement column by column, for <c>unnest</c>.</summary>
internal static class SqlArrays
{
    /// <summary>Adds the next positional parameter: one value of each operation.</summary>
    public static void AddArray<TOperation, TValue>(
        this NpgsqlParameterCollection parameters, IReadOnlyList<TOperation> batch, Func<TOperation, TValue> value)
    {
        var column = new TValue[batch.Count];
        for (var row = 0; row < column.Length; row++)
            column[row] = value(batch[row]);
        parameters.Add(Parameter(column));
    }

    /// <summary>
    /// Adds the next positional parameter: one value of each operation, or no value at all where none has one. <c>unnest</c> makes up for a shorter
    /// array with nulls, and a column that few operations use costs the others nothing.
    /// </summary>
    public static void AddSparse<TOperation, TValue>(
        this NpgsqlParameterCollection parameters, IReadOnlyList<TOperation> batch, Func<TOperation, TValue?> value) where TValue : struct
    {
        TValue?[]? column = null;
        for (var row = 0; row < batch.Count; row++)
        {
            if (value(batch[row]) is { } present)
                (column ??= new TValue?[batch.Count])[row] = present;
        }

        parameters.Add(Parameter(column ?? []));
    }

    private static NpgsqlParameter<TValue[]> Parameter<TValue>(TValue[] column)
    {
        var parameter = new NpgsqlParameter<TValue[]> { TypedValue = column };
        // An array that begins with null would be taken for one of times without a zone, and the first time in it then be refused.
        if (typeof(TValue) == typeof(DateTime?))
            parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        return parameter;
    }
}
