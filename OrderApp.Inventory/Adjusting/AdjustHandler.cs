using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Common;

namespace OrderApp.Stocking.Adjusting;

/// <summary>AdjustStock: checks the request, has it done with the next transaction, and answers once it is committed.</summary>
internal sealed class AdjustHandler(StockWriter writer)
{
    private static readonly Metadata ReplayedHeader = new() { { "idempotent-replayed", "true" } };

    public async Task<Stock> HandleAsync(AdjustStockRequest request, string? who, ServerCallContext context)
    {
        var adjusted = await writer.MakeAsync(Adjustment.Of(request, who), context.CancellationToken);
        if (adjusted.IsOther)
            throw InventoryErrors.RequestIdTaken();
        if (adjusted.IsRepeated)
            await context.WriteResponseHeadersAsync(ReplayedHeader);
        else if (!adjusted.IsMade)
            throw request.Delta < 0 ? InventoryErrors.OutOfStock([new(request.BookId, adjusted.Stock.Available)]) : InventoryErrors.TooLarge(Adjustment.MaxCopies);
        return adjusted.Stock;
    }
}
