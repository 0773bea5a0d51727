using Grpc.Core;
using Npgsql;
using OpenTelemetry;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Books.Purchases;

/// <summary>
/// Keeps the purchases up to date with the orders. While the order service is away, recommendations go by what is known.
/// </summary>
internal sealed partial class PurchaseFollower(
    NpgsqlDataSource database, OrderFeed feed, IDatabaseReadiness schema, TimeProvider time, ILogger<PurchaseFollower> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await schema.Ready.WaitAsync(stoppingToken);
        var said = "";
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var purchases = await PurchaseStore.TryOpenAsync(database, stoppingToken);
                if (purchases is not null)
                    await FollowAsync(purchases, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                var problem = error is RpcException { Status.Detail: var detail } ? detail : error.Message;
                if (problem != said)
                    LogAway(said = problem);
            }

            // Another process may follow in our place; when it ends, or what failed is back, we do.
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task FollowAsync(PurchaseStore purchases, CancellationToken cancelled)
    {
        var token = await purchases.ReadTokenAsync(cancelled);
        try
        {
            using var call = await feed.WatchAsync(token, cancelled);
            if (token is null)
            {
                // The watch comes first: what happens during the listing is told after it.
                await purchases.RebuildAsync(feed.ListAsync(cancelled), cancelled);
                LogRebuilt();
            }

            await foreach (var events in OrderFeed.BurstsAsync(call.ResponseStream, cancelled))
                await purchases.ApplyAsync(events, cancelled);
        }
        catch (RpcException refusal) when (token is not null && refusal.StatusCode is StatusCode.OutOfRange or StatusCode.InvalidArgument)
        {
            // The events are not kept that long, or the orders are those of another database.
            LogTooOld(refusal.Status.Detail);
            await purchases.ForgetTokenAsync(cancelled);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Orders cannot be followed, trying on: {Problem}")]
    private partial void LogAway(string problem);

    [LoggerMessage(LogLevel.Warning, "Order events cannot be resumed, reading all orders: {Problem}")]
    private partial void LogTooOld(string problem);

    [LoggerMessage(LogLevel.Information, "The purchases are those of all orders")]
    private partial void LogRebuilt();
}
