using System.Globalization;
using OrderApp.Marketplace.Api;

namespace OrderApp.Marketplace.Pages.Offers;

/// <summary>The stream by which the page of a book learns that its stock has changed; the page then asks for itself again.</summary>
internal static class StockEvents
{
    public static void MapStockEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/catalogue/{id:int}/stock", FollowAsync).AllowAnonymous().ExcludeFromDescription().DisableRequestTimeout();

    private static async Task FollowAsync(int id, HttpContext context, StockBoard board, IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var stream = new EventStream(context.Response);
        try
        {
            await stream.OpenAsync(null, ending.Token);
            await foreach (var available in stream.WithHeartbeats(board.FollowAsync(id, ending.Token), ending.Token))
                await stream.SendAsync("", "changed", available.ToString(CultureInfo.InvariantCulture), ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The window was closed, or the shop is.
        }
    }
}
