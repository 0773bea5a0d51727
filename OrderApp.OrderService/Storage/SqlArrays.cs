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
        var parameter = new NpgsqlParameter<TValue[]> { TypedValue = column };
        // An array that begins with null would be taken for one of times without a zone, and the first time in it then be refused.
        if (typeof(TValue) == typeof(DateTime?))
            parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
        parameters.Add(parameter);
    }
}
