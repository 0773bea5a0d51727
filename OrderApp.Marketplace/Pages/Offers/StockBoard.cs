using System.Runtime.CompilerServices;
using Microsoft.Extensions.Caching.Memory;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Offers;

/// <summary>
/// Follows the stock of books for pages that are open. Inventory tells nobody of its changes, so it is asked every few seconds: once for a book, however many
/// look at it.
/// </summary>
internal sealed class StockBoard(Inventory.InventoryClient inventory, PagePatience patience) : IDisposable
{
    private const int MostBooks = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MostBooks });

    /// <summary>An item whenever a page should say something else of the book than it did before.</summary>
    public async IAsyncEnumerable<int> FollowAsync(int bookId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int? shown = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await AskAsync(bookId) is { } available)
            {
                // Above a few, pages say no number.
                var now = Math.Min(available, Offer.Few + 1);
                if (shown is { } before && before != now)
                    yield return available;
                shown = now;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    public void Dispose() => known.Dispose();

    // For all who look, so nobody's leaving ends it.
    private Task<int?> AskAsync(int bookId) => known.GetOrCreate(bookId, entry =>
    {
        (entry.Size, entry.AbsoluteExpirationRelativeToNow) = (1, Pause);
        return ReadAsync(bookId);
    })!;

    private async Task<int?> ReadAsync(int bookId)
    {
        var answer = await inventory.GetStockAsync(new() { BookIds = { bookId } }, deadline: patience.Deadline).ReplyAsync();
        return answer.Value?.Stock.Select(stock => (int?)stock.Available).FirstOrDefault();
    }
}
