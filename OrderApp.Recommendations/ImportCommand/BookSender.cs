namespace OrderApp.Books.ImportCommand;

/// <summary>Sends the books of a file to the catalogue, as fast as it takes them.</summary>
internal sealed class BookSender(Protos.Catalogue.CatalogueClient catalogue, ImportProgress progress)
{
    private const int NamedRows = 100;

    /// <exception cref="Grpc.Core.RpcException">The catalogue is away or broke off.</exception>
    public async Task<SentFile> SendAsync(BookFile file, string source, CancellationToken cancellation)
    {
        using var call = catalogue.ImportBooks(cancellationToken: cancellation);
        var (lines, unsent, unsentCount, read) = (new LineNumbers(), new List<Refusal>(), 0L, 0L);
        try
        {
            foreach (var (line, request, problem) in file.Read(source))
            {
                progress.Show(++read, file.Share);
                if (request is not null)
                {
                    await call.RequestStream.WriteAsync(request, cancellation);
                    lines.Send(line);
                }
                else if (++unsentCount <= NamedRows)
                {
                    unsent.Add(new(line, problem!));
                }
            }
            await call.RequestStream.CompleteAsync();
        }
        catch (InvalidOperationException) when (call.ResponseAsync.IsCompleted)
        {
            // The call ended while it was written to; its answer tells why.
        }

        var answer = await call.ResponseAsync;
        progress.Finish(read);
        return new(answer, lines, unsent, unsentCount);
    }
}
