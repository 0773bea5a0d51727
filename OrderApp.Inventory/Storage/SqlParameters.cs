using Npgsql;

namespace OrderApp.Stocking.Storage;

/// <summary>Positional parameters of a statement.</summary>
internal static class SqlParameters
{
    /// <summary>Adds the next parameter.</summary>
    public static NpgsqlBatchCommand Add<TValue>(this NpgsqlBatchCommand command, TValue value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return command;
    }

    /// <summary>Adds the next parameter.</summary>
    public static NpgsqlCommand Add<TValue>(this NpgsqlCommand command, TValue value)
    {
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return command;
    }
}
