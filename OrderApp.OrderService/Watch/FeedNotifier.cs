using Npgsql;
using OrderApp.Orders.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Watch;

/// <summary>
/// Tells the other replicas that events were committed. It is a hint, so it travels beside the transactions, not in them: PostgreSQL lets only one
/// transaction with a notification commit at a time, and a crowd's commits share one notification here.
/// </summary>
internal sealed class FeedNotifier(NpgsqlDataSource database, FeedSignal signal, IDatabaseReadiness schema) : DatabaseWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await schema.Ready.WaitAsync(cancellationToken);
        while (true)
        {
            await signal.CommittedAsync(cancellationToken);
            try
            {
                await using var command = database.CreateCommand("SELECT pg_notify('order_events', '')");
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The others find the events by themselves a little later.
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
