using Npgsql;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Watch;

/// <summary>Listens for the notifications of other replicas. Where the store has none, events are only noticed later.</summary>
internal sealed class FeedListener(
    NpgsqlDataSource database, FeedSignal signal, IDatabaseReadiness schema, ILogger<FeedListener> logger) : DatabaseWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private bool failing;

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await schema.Ready.WaitAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (!failing)
                    Log.ListenerFails(logger, error.Message);
                failing = true;
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, _) => signal.RaiseFeed();
        await using (var command = new NpgsqlCommand("LISTEN order_events", connection))
            await command.ExecuteNonQueryAsync(cancellationToken);
        failing = false;
        signal.RaiseFeed();
        while (true)
            await connection.WaitAsync(cancellationToken);
    }
}
