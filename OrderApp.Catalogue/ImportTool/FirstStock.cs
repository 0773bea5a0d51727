using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Books.ImportTool;

/// <summary>
/// The first copies of imported books, for those that the shop has never had any of. Each book's adjustment has a request_id that follows from the list and the
/// book, so that the same import adds nothing a second time, and one that was interrupted goes on where it was.
/// </summary>
internal sealed class FirstStock(Catalogue.CatalogueClient catalogue, Inventory.InventoryClient inventory, Metadata credentials)
{
    /// <summary>What Inventory takes at once.</summary>
    public const int MostCopies = 1_000_000;

    private const int BooksAtOnce = 1000;
    private const int CallsAtOnce = 32;

    /// <summary>Adds them, and tells of how many books.</summary>
    /// <param name="source">The list's name.</param>
    /// <param name="sourceIds">Its books that were sent.</param>
    /// <param name="copies">How many of each.</param>
    /// <param name="tell">Is told how much of it is done, in percent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> AddAsync(string source, IReadOnlyCollection<string> sourceIds, int copies, Action<double> tell, CancellationToken cancellationToken)
    {
        var (added, seen) = (0, 0);
        foreach (var ids in sourceIds.Chunk(BooksAtOnce))
        {
            var books = (await catalogue.FindImportedBooksAsync(
                new() { Source = source, SourceIds = { ids } }, credentials, cancellationToken: cancellationToken)).Books;
            var stock = await inventory.GetStockAsync(
                new() { BookIds = { books.Select(book => book.BookId) } }, credentials, cancellationToken: cancellationToken);
            var never = stock.Stock.Where(one => one is { Available: 0, Reserved: 0, Sold: 0 }).Select(one => one.BookId);
            await Parallel.ForEachAsync(
                never, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken },
                async (book, token) =>
                {
                    if (await AddAsync(source, book, copies, token))
                        Interlocked.Increment(ref added);
                });
            seen += ids.Length;
            tell(100.0 * seen / sourceIds.Count);
        }

        tell(100);
        return added;
    }

    private async Task<bool> AddAsync(string source, int book, int copies, CancellationToken cancellationToken)
    {
        var request = new AdjustStockRequest { BookId = book, Delta = copies, Reason = $"Import of {source}", RequestId = RequestIdOf(source, book) };
        try
        {
            using var call = inventory.AdjustStockAsync(request, credentials, cancellationToken: cancellationToken);
            await call;
            return (await call.ResponseHeadersAsync).GetValue("idempotent-replayed") is null;
        }
        catch (RpcException problem) when (problem.StatusCode is StatusCode.AlreadyExists)
        {
            // Another import of this list brought it other copies, which have all been taken out since.
            return false;
        }
    }

    private static string RequestIdOf(string source, int book) =>
        $"import-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 16))}-{book}";
}
