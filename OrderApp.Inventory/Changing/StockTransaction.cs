using Npgsql;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking.Changing;

/// <summary>
/// Makes changes, one after another, in one transaction and one round trip. First it takes every lock, always in the same order: keys, then books, each
/// sorted. So transactions may wait for each other, on however many replicas, but never in a circle; and each statement that follows sees what
/// those before it have committed.
/// </summary>
/// <remarks>Sent without a transaction of its own, a batch is one: https://www.npgsql.org/doc/basic-usage.html#batching</remarks>
internal static class StockTransaction
{
    // A key may be of something that is not there yet: it has no row that could be locked.
    private const string LockKeys =
        """
        SELECT count(pg_advisory_xact_lock(key))
        FROM (SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest($1::text[]) AS id ORDER BY key) AS sorted
        """;

    // A row that came after the locks were taken would be changed without one.
    private const string MakeRows = "INSERT INTO stock (book_id) SELECT id FROM unnest($1::int[]) AS id ORDER BY id ON CONFLICT DO NOTHING";

    private const string LockBooks =
        """
        SELECT FROM stock
        WHERE book_id = ANY (ARRAY(SELECT unnest($1::int[]) UNION SELECT unnest(book_ids) FROM reservations WHERE id = ANY ($2)))
        ORDER BY book_id FOR UPDATE
        """;

    public static async Task ExecuteAsync(NpgsqlDataSource database, IReadOnlyCollection<StockChange> changes, CancellationToken cancellationToken)
    {
        string[] keys = [.. changes.Select(change => change.Key).OfType<string>()];
        int[] books = [.. changes.SelectMany(change => change.BookIds).Distinct()];
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LockKeys).Add(keys));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(MakeRows).Add(books));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LockBooks).Add(books).Add(keys));
        foreach (var change in changes)
            batch.BatchCommands.Add(change.ToCommand());

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken); // from LockKeys to LockBooks; an INSERT has no result
        foreach (var change in changes)
        {
            await reader.NextResultAsync(cancellationToken);
            change.Read(await reader.ReadAsync(cancellationToken) ? reader : null);
        }

        // The rows come before the commit: only the end of the answer tells that it was done.
        await reader.NextResultAsync(cancellationToken);
    }
}
