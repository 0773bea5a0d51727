using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Sharing;

namespace OrderApp.Buying.Pricing;

/// <summary>How many copies can be bought now. A cart is shown without it when Inventory is away or slow.</summary>
internal sealed class Stocks(Inventory.InventoryClient inventory)
{
    private const int Unknown = -1;
    private const int MostIds = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SharedLookups<int, int> stocks = new(atOnce: 2, MostIds, async ids =>
        (await inventory.GetStockAsync(new() { BookIds = { ids } }, deadline: DateTime.UtcNow + Patience)).Stock.ToDictionary(stock => stock.BookId, stock => stock.Available));

    /// <summary>A function that tells for each of these books how many there are; -1 where it is not known.</summary>
    public async Task<Func<int, int>> OfAsync(IReadOnlyList<CartItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return _ => Unknown;
        try
        {
            var available = await stocks.FindAsync([.. items.Select(item => item.BookId)], cancellationToken).WaitAsync(Patience, cancellationToken);
            return id => available.GetValueOrDefault(id, Unknown);
        }
        catch (Exception away) when (away is RpcException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return _ => Unknown;
        }
    }
}
