using OrderApp.Protos;

namespace OrderApp.Books.Importing;

/// <summary>Takes a stream of books into the catalogue, batch by batch: memory is one batch, however long the stream.</summary>
internal sealed partial class BookImport(BookWriter writer, ILogger<BookImport> logger)
{
    private const int BatchSize = 500;

    /// <summary>Stores the acceptable books; what is stored stays so when the stream breaks off.</summary>
    public async Task<ImportReport> TakeAsync(IAsyncEnumerable<ImportBooksRequest> requests, CancellationToken cancellation)
    {
        var report = new ImportReport();
        var batch = new ImportBatch(BatchSize);

        await foreach (var request in requests.WithCancellation(cancellation))
        {
            report.Receive();
            if (BookRules.Refuse(request) is { } reason)
            {
                report.Refuse(reason);
                continue;
            }

            var row = BookRules.ToRow(request);
            if (batch.Replaces(row, out var earlier))
                report.Replace(changed: row != earlier);
            if (batch.IsFull)
                await StoreAsync(batch, report, cancellation);
        }

        await StoreAsync(batch, report, cancellation);
        if (report.Created + report.Updated > 0)
            await writer.TidyAsync(cancellation);
        LogImported(report.Received, report.Created, report.Updated, report.Unchanged);
        return report;
    }

    private async Task StoreAsync(ImportBatch batch, ImportReport report, CancellationToken cancellation)
    {
        if (batch.IsEmpty)
            return;

        var rows = batch.Rows;
        var (created, updated) = await writer.WriteAsync(rows, cancellation);
        report.Store(rows.Length, created, updated);
        batch.Clear();
    }

    [LoggerMessage(LogLevel.Information, "Imported {Received} books: {Created} created, {Updated} updated, {Unchanged} unchanged")]
    private partial void LogImported(long received, long created, long updated, long unchanged);
}
