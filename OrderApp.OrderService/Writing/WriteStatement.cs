using Npgsql;

namespace OrderApp.Orders.Writing;

/// <summary>Executes a statement that writes orders, and with it what has to be there before, as one transaction.</summary>
internal static class WriteStatement
{
    /// <summary>Ends when the transaction is committed.</summary>
    public static async Task ExecuteAsync(
        NpgsqlDataSource database, NpgsqlBatchCommand statement, KnownNames names, IEnumerable<string> written, Action<NpgsqlDataReader> readRow,
        CancellationToken cancelled)
    {
        var missing = names.Missing(written);
        await using var batch = database.CreateBatch();
        if (missing.Length > 0)
            batch.BatchCommands.Add(KnownNames.Add(missing));
        batch.BatchCommands.Add(statement);
        try
        {
            await ExecuteAsync(batch, readRow, cancelled);
        }
        catch
        {
            names.Forget();
            throw;
        }

        if (missing.Length > 0)
            names.Remember(missing);
    }

    private static async Task ExecuteAsync(NpgsqlBatch batch, Action<NpgsqlDataReader> readRow, CancellationToken cancelled)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            readRow(reader);
        // The rows come before the commit: only the end of the answer tells that it was done.
        await reader.NextResultAsync(cancelled);
    }
}
