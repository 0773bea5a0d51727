using Grpc.Core;
using Npgsql;
using OrderApp.ServiceDefaults;

namespace OrderApp.Recommending.Learning;

/// <summary>
/// Follows another service, in one process of all replicas: the one that has a lock of its database session. It writes through the
/// same session, so a process that lost the lock cannot write any more. While the other service is away, recommendations go by
/// what is known.
/// </summary>
internal abstract partial class Follower(NpgsqlDataSource database, IDatabaseReadiness schema, TimeProvider time, ILogger logger) : DatabaseWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected TimeProvider Time { get; } = time;

    /// <summary>Who is followed, for the log.</summary>
    protected abstract string Followed { get; }

    /// <summary>The key of the lock (pg_advisory_lock); different for each follower.</summary>
    protected abstract long LockKey { get; }

    /// <summary>Follows, until cancelled or something fails; then it is called again.</summary>
    protected abstract Task FollowAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        var told = "";
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await FollowInTurnAsync(stopping);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                var problem = error is RpcException { Status.Detail: var detail } ? detail : error.Message;
                if (problem != told)
                    LogAway(Followed, told = problem);
            }

            // Another process may follow in our place; when it ends, or what failed is back, we do.
            await Task.Delay(Pause, Time, stopping);
        }
    }

    private async Task FollowInTurnAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var tryLock = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = LockKey } } };
        if (await tryLock.ExecuteScalarAsync(cancellationToken) is not true)
            return;

        try
        {
            await FollowAsync(connection, cancellationToken);
        }
        finally
        {
            await UnlockAsync(connection);
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

    [LoggerMessage(LogLevel.Warning, "{Followed} cannot be followed, trying on: {Problem}")]
    private partial void LogAway(string followed, string problem);
}
