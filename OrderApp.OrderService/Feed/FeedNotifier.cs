using Npgsql;
using OrderApp.Orders.Writing;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders.Feed;

/// <summary>
/// Tells the other replicas that events were committed. It is a hint, so it travels beside the transactions, not in them: PostgreSQL lets only one
/// transaction with a notification commit at a time, and a crowd's commits share one notification here.
/// </summary>
internal sealed class FeedNotifier(NpgsqlDataSource database, FeedSignal signal, IDatabaseReadiness schema) : DatabaseWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        while (true)
        {
            await signal.CommittedAsync(stopping);
            try
            {
                await using var command = database.CreateCommand("SELECT pg_notify('order_events', '')");
                await command.ExecuteNonQueryAsync(stopping);
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // The others find the events by themselves a little later.
            }

            await Task.Delay(Pause, stopping);
        }
    }
}
