using Grpc.Core;
using Npgsql;
using OrderApp.Reviewing.Common;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing.Purchases;

/// <summary>
/// Keeps the purchases up to date with the orders: all of them listed at first, from then on what the feed tells. One process of all replicas does
/// it, the one that has a lock of its database session; it writes through the same session, so who lost the lock cannot write any more.
/// </summary>
internal sealed class PurchaseFollower(
    NpgsqlDataSource database, OrderFeed feed, IDatabaseReadiness schema, TimeProvider time, ILogger<PurchaseFollower> logger) : DatabaseWorker
{
    private const long LockKey = 0x76657269_66696564; // "verified"
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        var told = "";
        while (true)
        {
            try
            {
                await FollowInTurnAsync(stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                var problem = error is RpcException { Status.Detail: var detail } ? detail : error.Message;
                if (problem != told)
                    Log.FollowFails(logger, told = problem);
            }

            // Another process may follow in our place; when it ends, or what failed is back, we do.
            await Task.Delay(Pause, time, stopping);
        }
    }

    private async Task FollowInTurnAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var tryLock = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockKey})", connection);
        if (await tryLock.ExecuteScalarAsync(cancellationToken) is not true)
            return;
        try
        {
            await FollowAsync(new(connection), cancellationToken);
        }
        finally
        {
            await UnlockAsync(connection);
        }
    }

    private async Task FollowAsync(PurchaseStore purchases, CancellationToken cancellationToken)
    {
        var token = await purchases.ReadTokenAsync(cancellationToken);
        try
        {
            using var call = await feed.WatchAsync(token, cancellationToken);
            if (token is null)
            {
                // The watch comes first: what happens during the listing is told after it.
                var start = (await call.ResponseHeadersAsync).GetValue("resume-token");
                await purchases.RebuildAsync(feed.ListAsync(cancellationToken), start, cancellationToken);
            }

            await foreach (var events in OrderFeed.BurstsAsync(call.ResponseStream, cancellationToken))
                await purchases.ApplyAsync(events, cancellationToken);
        }
        catch (RpcException refusal) when (token is not null && refusal.StatusCode is StatusCode.OutOfRange or StatusCode.InvalidArgument)
        {
            // The events are not kept that long, or the orders are those of another database.
            Log.EventsTooOld(logger, refusal.Status.Detail);
            await purchases.ForgetTokenAsync(cancellationToken);
        }
    }

    // The pool would keep the session, and with it the lock.
    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
            await unlock.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // So is the lock.
        }
    }
}
