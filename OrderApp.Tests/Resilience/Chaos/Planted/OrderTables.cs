using System.Data;
using Npgsql;
using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Planted;

/// <summary>The statements of a careless service, one after another on one connection.</summary>
internal sealed class OrderTables(NpgsqlConnection connection)
{
    private NpgsqlTransaction? transaction;

    public async Task BeginAsync(CancellationToken cancelled) => transaction = await connection.BeginTransactionAsync(cancelled);

    public async Task CommitAsync(CancellationToken cancelled)
    {
        if (transaction is not null)
            await transaction.CommitAsync(cancelled);
        transaction = null;
    }

    public async Task<(Guid Id, DateTime Time)?> FindRequestAsync(string key, CancellationToken cancelled)
    {
        await using var command = Command("SELECT order_id, create_time FROM order_requests WHERE request_id = $1", key);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        return await reader.ReadAsync(cancelled) ? (reader.GetGuid(0), reader.GetDateTime(1)) : null;
    }

    /// <summary>False when the request_id was used before.</summary>
    public async Task<bool> AddRequestAsync(string key, Order order, CancellationToken cancelled) => await RunAsync(
        "INSERT INTO order_requests (request_id, fingerprint, order_id, date, create_time) VALUES ($1, '', $2, $3, $3) ON CONFLICT DO NOTHING",
        cancelled, key, Guid.Parse(order.Uuid), order.CreateTime.ToDateTime()) == 1;

    public Task AddOrderAsync(Order order, CancellationToken cancelled) => RunAsync(
        "INSERT INTO orders (id, name, completed, date, user_id, version, create_time, update_time) VALUES ($1, $2, $3, $4, $5, 1, $4, $4)",
        cancelled, Guid.Parse(order.Uuid), order.Name, order.Completed, order.CreateTime.ToDateTime(), order.UserId);

    public Task AddEventAsync(Order order, CancellationToken cancelled) => RunAsync(
        """
        WITH feed AS (UPDATE order_feed SET position = position + 1 WHERE id = 1 RETURNING position)
        INSERT INTO order_changes (position, type, event_time, order_id, name, completed, date, user_id, version, create_time)
        SELECT position, 1, $4, $1, $2, $3, $4, $5, 1, $4 FROM feed
        """,
        cancelled, Guid.Parse(order.Uuid), order.Name, order.Completed, order.CreateTime.ToDateTime(), order.UserId);

    private async Task<int> RunAsync(string sql, CancellationToken cancelled, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancelled);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction) { CommandType = CommandType.Text };
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
