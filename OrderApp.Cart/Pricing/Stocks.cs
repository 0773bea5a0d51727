using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Buying.Pricing;

/// <summary>How many copies can be bought now. A cart is shown without it when Inventory is away or slow.</summary>
internal sealed class Stocks(Inventory.InventoryClient inventory)
{
    private const int Unknown = -1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A function that tells for each of these books how many there are; -1 where it is not known.</summary>
    public async Task<Func<int, int>> OfAsync(IReadOnlyList<CartItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return _ => Unknown;
        try
        {
            var answer = await inventory.GetStockAsync(
                new() { BookIds = { items.Select(item => item.BookId) } }, deadline: DateTime.UtcNow + Patience, cancellationToken: cancellationToken);
            var available = answer.Stock.ToDictionary(stock => stock.BookId, stock => stock.Available);
            return id => available.GetValueOrDefault(id, Unknown);
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return _ => Unknown;
        }
    }
}
