using OrderApp.Protos;

namespace OrderApp.Books.Importing;

/// <summary>Takes a stream of books into the catalogue, batch by batch: memory is one batch, however long the stream.</summary>
internal sealed partial class BookImport(BookWriter writer, BookRules rules, ILogger<BookImport> logger)
{
    private const int BatchSize = 500;

    /// <summary>Stores the acceptable books; what is stored stays so when the stream breaks off.</summary>
    public async Task<ImportReport> TakeAsync(IAsyncEnumerable<ImportBooksRequest> requests, CancellationToken cancellationToken)
    {
        var report = new ImportReport();
        // In the order they came, each key once: the last book of a key counts.
        var batch = new OrderedDictionary<BookKey, BookRow>(BatchSize);

        await foreach (var request in requests.WithCancellation(cancellationToken))
        {
            report.Receive();
            if (rules.Refuse(request) is { } reason)
            {
                report.Refuse(reason);
                continue;
            }

            var row = rules.ToRow(request);
            if (batch.TryGetValue(row.Key, out var earlier))
                report.Replace(changed: row != earlier);
            batch[row.Key] = row;
            if (batch.Count == BatchSize)
                await StoreAsync(batch, report, cancellationToken);
        }

        await StoreAsync(batch, report, cancellationToken);
        if (report.Created + report.Updated > 0)
            await writer.TidyAsync(cancellationToken);
        LogImported(report.Received, report.Created, report.Updated, report.Unchanged);
        return report;
    }

    private async Task StoreAsync(OrderedDictionary<BookKey, BookRow> batch, ImportReport report, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return;

        BookRow[] rows = [.. batch.Values];
        var (created, updated) = await writer.WriteAsync(rows, cancellationToken);
        report.Store(rows.Length, created, updated);
        batch.Clear();
    }

    [LoggerMessage(LogLevel.Information, "Imported {Received} books: {Created} created, {Updated} updated, {Unchanged} unchanged")]
    private partial void LogImported(long received, long created, long updated, long unchanged);
}
