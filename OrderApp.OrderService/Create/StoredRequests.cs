using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Create;

/// <summary>A request_id and whose it is.</summary>
internal readonly record struct RequestKey(string RequestId, Guid CustomerId);

/// <summary>Looks up what request_ids were used for.</summary>
internal static class StoredRequests
{
    private const string Find =
        """
        SELECT request_id, customer_id, fingerprint, order_id, date, create_time
        FROM order_requests JOIN unnest($1::text[], $2::uuid[]) AS wanted(request_id, customer_id) USING (request_id, customer_id)
        """;

    public static async Task<Dictionary<RequestKey, OrderRequestRow>> FindAsync(
        NpgsqlDataSource database, IReadOnlyCollection<RequestKey> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.Distinct().ToList();
        await using var command = database.CreateCommand(Find).AddArray(wanted, key => key.RequestId).AddArray(wanted, key => key.CustomerId);
        var rows = await command.ReadAllAsync(Read, cancellationToken);
        return rows.ToDictionary(row => new RequestKey(row.RequestId, row.CustomerId));
    }

    private static OrderRequestRow Read(NpgsqlDataReader reader) => new()
    {
        RequestId = reader.GetString(0),
        CustomerId = reader.GetGuid(1),
        Fingerprint = reader.GetFieldValue<byte[]>(2),
        OrderId = reader.GetGuid(3),
        Date = reader.GetDateTime(4),
        CreateTime = reader.GetDateTime(5),
    };
}
