using Npgsql;

namespace OrderApp.Orders.Storage;

/// <summary>Reads orders straight from the database's answer.</summary>
internal static class OrderReader
{
    /// <summary>The columns <see cref="ReadOrder"/> expects, in their order.</summary>
    public const string Columns = "id, name, completed, date, user_id, book_id, version, create_time, update_time";

    public static OrderRow ReadOrder(this NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Name = reader.GetString(1),
        Completed = reader.GetBoolean(2),
        Date = reader.GetDateTime(3),
        UserId = reader.IsDBNull(4) ? null : reader.GetInt32(4),
        BookId = reader.IsDBNull(5) ? null : reader.GetInt32(5),
        Version = reader.GetInt64(6),
        CreateTime = reader.GetDateTime(7),
        UpdateTime = reader.GetDateTime(8),
    };
}
