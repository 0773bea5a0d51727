using Npgsql;
using OrderApp.Orders.Storage;

namespace OrderApp.Orders.Writing;

/// <summary>Tells why an operation with a version did nothing: the order is gone, or it is there in another version.</summary>
internal static class ExistingOrders
{
    private const string Find = "SELECT id FROM orders WHERE id = ANY($1)";

    public static async Task<HashSet<Guid>> FindAsync(
        NpgsqlDataSource database, IEnumerable<IOnExistingOrder> undone, CancellationToken cancelled)
    {
        var found = new HashSet<Guid>();
        var doubtful = undone.Where(operation => operation.Version is not null).ToList();
        if (doubtful.Count == 0)
            return found;

        await using var command = database.CreateCommand(Find);
        command.Parameters.AddArray(doubtful, operation => operation.Id);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            found.Add(reader.GetGuid(0));
        return found;
    }
}
