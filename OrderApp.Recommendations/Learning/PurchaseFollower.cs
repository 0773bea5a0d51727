using Grpc.Core;
using Npgsql;
using OrderApp.ServiceDefaults;

namespace OrderApp.Recommending.Learning;

/// <summary>Keeps the purchases up to date with the orders: all of them listed at first, from then on what the feed tells.</summary>
internal sealed partial class PurchaseFollower(
    NpgsqlDataSource database, OrderFeed feed, IDatabaseReadiness schema, TimeProvider time, ILogger<PurchaseFollower> logger)
    : Follower(database, schema, time, logger)
{
    protected override string Followed => "Orders";

    protected override long LockKey => 0x70757263_68617365; // "purchase"

    protected override async Task FollowAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var purchases = new PurchaseStore(connection);
        var token = await purchases.ReadTokenAsync(cancellationToken);
        try
        {
            using var call = await feed.WatchAsync(token, cancellationToken);
            if (token is null)
            {
                // The watch comes first: what happens during the listing is told after it.
                await purchases.RebuildAsync(feed.ListAsync(cancellationToken), cancellationToken);
                LogRebuilt();
            }

            await foreach (var events in OrderFeed.BurstsAsync(call.ResponseStream, cancellationToken))
                await purchases.ApplyAsync(events, cancellationToken);
        }
        catch (RpcException refusal) when (token is not null && refusal.StatusCode is StatusCode.OutOfRange or StatusCode.InvalidArgument)
        {
            // The events are not kept that long, or the orders are those of another database.
            LogTooOld(refusal.Status.Detail);
            await purchases.ForgetTokenAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Order events cannot be resumed, reading all orders: {Problem}")]
    private partial void LogTooOld(string problem);

    [LoggerMessage(LogLevel.Information, "The purchases are those of all orders")]
    private partial void LogRebuilt();
}
