using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using Stocks = OrderApp.Protos.Inventory.InventoryClient;

namespace OrderApp.Marketplace.Api;

/// <summary>Stock and its ledger as JSON.</summary>
internal static class StockEndpoints
{
    public static async Task<IResult> ReadAsync(HttpContext context, Stocks stocks)
    {
        var request = MessageInput<GetStockRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await stocks.GetStockAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> AdjustAsync(int id, HttpContext context, Stocks stocks)
    {
        var (request, sent) = await MessageInput<AdjustStockRequest>.ReadAsync(context);
        if (sent.Contains("book_id") && request.BookId != id)
            throw GrpcErrors.InvalidArgument("book_id", "is not the one in the address");
        request.BookId = id;
        if (Preconditions.Key(context.Request) is { Length: > 0 } key)
            request.RequestId = key;
        return new ProtoJson(await Preconditions.AnswerAsync(context.Response, stocks.AdjustStockAsync(request, cancellationToken: context.RequestAborted)));
    }

    public static async Task<IResult> LedgerAsync(HttpContext context, Stocks stocks)
    {
        var request = MessageInput<ListLedgerEntriesRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await stocks.ListLedgerEntriesAsync(request, cancellationToken: context.RequestAborted));
    }
}
