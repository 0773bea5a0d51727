using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Create;

/// <summary>Looks up what request_ids were used for.</summary>
internal static class StoredRequests
{
    private const string Find = "SELECT request_id, fingerprint, order_id, date, create_time FROM order_requests WHERE request_id = ANY($1)";

    public static async Task<Dictionary<string, OrderRequestRow>> FindAsync(
        NpgsqlDataSource database, IReadOnlyList<string> requestIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find).Add(requestIds.ToArray());
        var rows = await command.ReadAllAsync(Read, cancellationToken);
        return rows.ToDictionary(row => row.RequestId);
    }

    private static OrderRequestRow Read(NpgsqlDataReader reader) => new()
    {
        RequestId = reader.GetString(0),
        Fingerprint = reader.GetFieldValue<byte[]>(1),
        OrderId = reader.GetGuid(2),
        Date = reader.GetDateTime(3),
        CreateTime = reader.GetDateTime(4),
    };
}
