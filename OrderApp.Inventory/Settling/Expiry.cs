using Npgsql;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Common;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Settling;

/// <summary>Ends reservations whose time has passed. Replicas may do it at once: the change itself looks whether there is anything to end.</summary>
internal sealed class Expiry(NpgsqlDataSource database, StockWriter writer, InventoryMetrics metrics)
{
    private const int Step = 100;

    // The state is written out, so that a plan for any values may use the index of those that are reserved.
    private const string Find =
        """
        SELECT id FROM reservations
        WHERE state = 1 AND expires_at <= clock_timestamp() AND ($1::int[] IS NULL OR book_ids && $1) ORDER BY expires_at LIMIT $2
        """;

    /// <summary>Ends some that have books among these, or any when there are none; answers whether there were any.</summary>
    public async Task<bool> EndAsync(int[]? bookIds, CancellationToken cancellationToken)
    {
        var ids = await FindAsync(bookIds, cancellationToken);
        var settled = await Task.WhenAll(ids.Select(id => writer.MakeAsync(Settlement.Expire(id), cancellationToken)));
        foreach (var _ in settled.Where(one => one.Units > 0))
            metrics.CountReservation("expired");
        return ids.Count > 0;
    }

    private async Task<List<string>> FindAsync(int[]? bookIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Find).Add(bookIds).Add(Step);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetString(0));
        return ids;
    }
}
