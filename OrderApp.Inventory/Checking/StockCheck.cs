using System.Globalization;
using Npgsql;

namespace OrderApp.Stocking.Checking;

/// <summary>
/// Compares the stock of every book with what the ledger adds up to, and with what the reservations that stand hold: the view stock_mismatches. It is
/// one statement, so it sees one moment, whatever goes on meanwhile.
/// </summary>
internal sealed class StockCheck(NpgsqlDataSource database)
{
    // It does read everything: here the session's options would be in the way.
    private const string ReadAll = "SELECT set_config(name, 'on', true) FROM unnest(ARRAY['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) AS name";

    private const string Find = "SELECT book_id, figure, stock, expected FROM stock_mismatches ORDER BY book_id, figure";

    /// <summary>A line for every figure that is not what it should be; none when all is well.</summary>
    public async Task<IReadOnlyList<string>> FindMismatchesAsync(CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(ReadAll));
        batch.BatchCommands.Add(new(Find));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var mismatches = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            mismatches.Add(string.Create(
                CultureInfo.InvariantCulture, $"book {reader.GetInt32(0)}: {reader.GetString(1)} is {reader.GetInt64(2)}, not {reader.GetInt64(3)}"));
        }

        return mismatches;
    }
}
