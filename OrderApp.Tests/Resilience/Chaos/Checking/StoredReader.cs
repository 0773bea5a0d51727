using System.Data;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>Reads the tables behind the service's back, with statements and mappings of its own.</summary>
internal static class StoredReader
{
    private const string Content = "name, completed, date, user_id, version, create_time";

    public static async Task<Stored> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Timeout=30");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map) => ReadListAsync(connection, sql, map);

        var orders = await ListAsync($"SELECT id, {Content}, update_time FROM orders", row => ReadOrder(row, 0));
        var events = await ListAsync(
            $"SELECT order_id, {Content}, event_time, type, position FROM order_events ORDER BY position",
            row => (Position: row.GetInt64(9), Event: new OrderEvent
            {
                Type = (OrderEvent.Types.Type)row.GetInt16(8),
                Order = ReadOrder(row, 0),
                EventTime = Timestamp.FromDateTime(row.GetDateTime(7)),
            }));
        var requests = await ListAsync("SELECT request_id, order_id FROM order_requests", row => (Key: row.GetString(0), Order: $"{row.GetGuid(1)}"));
        var feed = await ListAsync("SELECT position FROM order_feed", row => row.GetInt64(0));
        return new(
            orders, [.. events.Select(row => row.Event)], requests.ToDictionary(row => row.Key, row => row.Order),
            [.. events.Select(row => row.Position)], feed.Single());
    }

    private static async Task<List<T>> ReadListAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> map)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(map(reader));
        return rows;
    }

    private static Order ReadOrder(NpgsqlDataReader row, int first)
    {
        var order = new Order
        {
            Uuid = $"{row.GetGuid(first)}",
            Name = row.GetString(first + 1),
            Completed = row.GetBoolean(first + 2),
            // No state is stored of an order that was only completed.
            State = row.GetBoolean(first + 2) ? Order.Types.State.Delivered : Order.Types.State.Placed,
            Date = row.GetDateTime(first + 3).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
            Etag = row.GetInt64(first + 5).ToString(CultureInfo.InvariantCulture),
            CreateTime = Timestamp.FromDateTime(row.GetDateTime(first + 6)),
            UpdateTime = Timestamp.FromDateTime(row.GetDateTime(first + 7)),
        };
        if (!row.IsDBNull(first + 4))
            order.UserId = row.GetInt32(first + 4);
        return order;
    }
}
