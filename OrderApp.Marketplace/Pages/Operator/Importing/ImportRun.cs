using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>Sends a file's books to the catalogue in the background, a thousand at a time: so it is known how far it is, and a thousand is what is in memory.</summary>
internal sealed partial class ImportRun(Catalogue.CatalogueClient catalogue, IHostApplicationLifetime lifetime, ILogger<ImportRun> logger)
{
    private const int RowsAtOnce = 1000;
    private const int WholeFile = 100;
    private const int Tries = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Begins, in the name of the operator with this token. What comes after the request is none of its business: its context is not taken along.</summary>
    public void Begin(ImportJob job, BookReader reader, string token)
    {
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => RunAsync(job, reader, new() { { "authorization", $"Bearer {token}" } }, lifetime.ApplicationStopping));
    }

    private async Task RunAsync(ImportJob job, BookReader reader, Metadata credentials, CancellationToken stopping)
    {
        try
        {
            using (var table = new BookTable(job.Path, job.IsUtf8))
                await SendAsync(job, table, reader, credentials, stopping);
            File.Delete(job.Path);
            job.Change(figures => figures with { State = ImportState.Done, Percent = WholeFile });
        }
        catch (RpcException problem) when (problem.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            Fail(job, "Your session has ended. Sign in again.");
        }
        catch (RpcException)
        {
            Fail(job, "The catalogue cannot be reached. What was taken stays; begin again to take the rest.");
        }
        catch (InvalidDataException)
        {
            Fail(job, "A field of the file does not end: is a quotation mark not closed? What was taken stays.");
        }
        catch (Exception error)
        {
            ImportFailed(error);
            Fail(job, "The service failed unexpectedly.");
        }
    }

    private async Task SendAsync(ImportJob job, BookTable table, BookReader reader, Metadata credentials, CancellationToken stopping)
    {
        var batch = new List<(int Line, ImportBooksRequest Request)>(RowsAtOnce);
        foreach (var row in table.Rows())
        {
            var (request, column, problem) = reader.Read(row, table.Header.Count);
            if (request is not null)
            {
                batch.Add((row.Line, request));
            }
            else
            {
                job.Refuse(new(row.Line, column is { } place ? table.Header[place] : "", problem!));
                job.Change(figures => figures with { Rows = figures.Rows + 1, Refused = figures.Refused + 1 });
            }

            if (batch.Count == RowsAtOnce)
                await StoreAsync(job, table, batch, credentials, stopping);
        }

        await StoreAsync(job, table, batch, credentials, stopping);
    }

    private async Task StoreAsync(
        ImportJob job, BookTable table, List<(int Line, ImportBooksRequest Request)> batch, Metadata credentials, CancellationToken stopping)
    {
        if (batch.Count == 0)
            return;
        var answer = await ImportAsync(batch, credentials, stopping);
        foreach (var refusal in answer.Refusals)
        {
            // "title: must not be empty"
            var parts = refusal.Reason.Split(": ", 2);
            job.Refuse(new(batch[(int)refusal.Position - 1].Line, parts is [var field, _] ? field : "", parts[^1]));
        }

        var percent = (int)Math.Min(WholeFile - 1, table.Position * WholeFile / job.Length);
        job.Change(figures => figures with
        {
            Percent = percent,
            Rows = figures.Rows + answer.Received,
            Created = figures.Created + answer.Created,
            Updated = figures.Updated + answer.Updated,
            Unchanged = figures.Unchanged + answer.Unchanged,
            Refused = figures.Refused + answer.Refused,
        });
        batch.Clear();
    }

    // Books that are sent again are known by their list and id.
    private async Task<ImportBooksResponse> ImportAsync(List<(int Line, ImportBooksRequest Request)> batch, Metadata credentials, CancellationToken stopping)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return await SendAsync(batch, credentials, stopping);
            }
            catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable && left > 1)
            {
                await Task.Delay(Pause, stopping);
            }
        }
    }

    private async Task<ImportBooksResponse> SendAsync(List<(int Line, ImportBooksRequest Request)> batch, Metadata credentials, CancellationToken stopping)
    {
        using var call = catalogue.ImportBooks(credentials, cancellationToken: stopping);
        try
        {
            foreach (var (_, request) in batch)
                await call.RequestStream.WriteAsync(request, stopping);
            await call.RequestStream.CompleteAsync();
        }
        catch (InvalidOperationException) when (call.ResponseAsync.IsCompleted)
        {
            // The call ended while it was written to; its answer tells why.
        }

        return await call;
    }

    private static void Fail(ImportJob job, string why) => job.Change(figures => figures with { State = ImportState.Failed, Failure = why });

    [LoggerMessage(LogLevel.Error, "An import broke off")]
    private partial void ImportFailed(Exception error);
}
