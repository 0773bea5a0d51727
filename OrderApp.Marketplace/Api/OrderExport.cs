using Grpc.Core;
using OrderApp.Protos;
using Orders = OrderApp.Protos.OrderService.OrderServiceClient;

namespace OrderApp.Marketplace.Api;

/// <summary>All orders as a file: one JSON object per line (NDJSON).</summary>
internal static class OrderExport
{
    private const int OrdersOnPage = 1000;

    /// <param name="context">The request that is answered.</param>
    /// <param name="orders">Who is asked.</param>
    /// <param name="request">Which orders; its page is of no matter.</param>
    public static async Task WriteAsync(HttpContext context, Orders orders, ListOrdersRequest request)
    {
        request.PageSize = OrdersOnPage;
        request.PageToken = "";
        var page = await NextAsync(context, orders, request);
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"orders.ndjson\"";
        while (page is not null)
        {
            foreach (var order in page.Orders)
                await context.Response.WriteAsync(ProtoJson.Formatter.Format(order) + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            request.PageToken = page.NextPageToken;
            page = request.PageToken.Length > 0 ? await NextAsync(context, orders, request) : null;
        }
    }

    private static async Task<ListOrdersResponse?> NextAsync(HttpContext context, Orders orders, ListOrdersRequest request)
    {
        try
        {
            return await orders.ListOrdersAsync(request, cancellationToken: context.RequestAborted);
        }
        catch (RpcException) when (context.Response.HasStarted)
        {
            // Cut off rather than ended: half an export must not look like a whole one.
            context.Abort();
            return null;
        }
    }
}
