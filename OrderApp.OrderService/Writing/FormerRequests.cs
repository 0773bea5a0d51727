using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>Looks up what request_ids were used for.</summary>
internal static class FormerRequests
{
    private const string Find = "SELECT request_id, fingerprint, order_id, date, create_time FROM order_requests WHERE request_id = ANY($1)";

    public static async Task<Dictionary<string, OrderRequestRow>> FindAsync(
        NpgsqlDataSource database, IReadOnlyList<CreateOperation> repeated, CancellationToken cancelled)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.AddArray(repeated, operation => operation.RequestId);
        var found = new Dictionary<string, OrderRequestRow>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
        {
            var row = new OrderRequestRow
            {
                RequestId = reader.GetString(0),
                Fingerprint = reader.GetFieldValue<byte[]>(1),
                OrderId = reader.GetGuid(2),
                Date = reader.GetDateTime(3),
                CreateTime = reader.GetDateTime(4),
            };
            found.Add(row.RequestId, row);
        }

        return found;
    }
}
