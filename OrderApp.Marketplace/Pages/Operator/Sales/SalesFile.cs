using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Sales;

/// <summary>Orders as a CSV file. What a spreadsheet would take for a formula begins with an apostrophe.</summary>
internal static class SalesFile
{
    private const int OrdersOnPage = 1000;

    private static readonly string[] Header =
        ["uuid", "recorded", "name", "state", "total", "currency", "customer_id", "promotion", "tracking_number", "addressee", "city", "country"];

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape };

    /// <summary>Writes all orders of a list.</summary>
    public static async Task WriteAsync(HttpContext context, OrderService.OrderServiceClient orders, ListOrdersRequest request)
    {
        request.PageSize = OrdersOnPage;
        request.PageToken = "";
        // A refusal of the first page is still told as one.
        var page = await orders.ListOrdersAsync(request, cancellationToken: context.RequestAborted);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"orders.csv\"";
        // Spreadsheets know UTF-8 by it.
        await context.Response.WriteAsync("\uFEFF" + Text([Header]), context.RequestAborted);
        while (true)
        {
            await context.Response.WriteAsync(Text(page.Orders.Select(Fields)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (page.NextPageToken.Length == 0)
                return;
            request.PageToken = page.NextPageToken;
            try
            {
                page = await orders.ListOrdersAsync(request, cancellationToken: context.RequestAborted);
            }
            catch (RpcException)
            {
                // Cut off rather than ended: half a file must not look like a whole one.
                context.Abort();
                return;
            }
        }
    }

    /// <summary>Rows as CSV.</summary>
    public static string Text(IEnumerable<IEnumerable<string>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, Format))
        {
            foreach (var row in rows)
            {
                foreach (var field in row)
                    csv.WriteField(field);
                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Fields(Order order) =>
    [
        order.Uuid,
        order.CreateTime?.ToDateTime().ToString("O", CultureInfo.InvariantCulture) ?? "",
        order.Name,
        order.State.ToString().ToUpperInvariant(),
        order.Total?.DecimalValue.ToString(CultureInfo.InvariantCulture) ?? "",
        order.Total?.CurrencyCode ?? "",
        order.CustomerId,
        order.Promotion,
        order.TrackingNumber,
        order.DeliveryAddress?.Name ?? "",
        order.DeliveryAddress?.City ?? "",
        order.DeliveryAddress?.Country ?? "",
    ];
}
