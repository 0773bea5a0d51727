using Npgsql;
using OrderApp.Orders.Writing;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders.Feed;

/// <summary>Listens for the notifications of other replicas. Where the store has none, events are only noticed later.</summary>
internal sealed class FeedListener(
    NpgsqlDataSource database, [FromKeyedServices(OrderWriter.Creates)] NpgsqlDataSource creates, FeedSignal signal, IDatabaseReadiness schema,
    ILogger<FeedListener> logger) : DatabaseWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private bool failing;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stopping);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                if (!failing)
                    Log.ListenerFails(logger, error.Message);
                failing = true;
                // Whoever listens is the first to hear that the database is gone. The pool drops its other connections by itself then; that of
                // the creates would be noticed by the first of them, which would fail.
                creates.Clear();
                await Task.Delay(Pause, stopping);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancelled)
    {
        await using var connection = await database.OpenConnectionAsync(cancelled);
        connection.Notification += (_, _) => signal.RaiseFeed();
        await using (var command = new NpgsqlCommand("LISTEN order_events", connection))
            await command.ExecuteNonQueryAsync(cancelled);
        failing = false;
        signal.RaiseFeed();
        while (true)
            await connection.WaitAsync(cancelled);
    }
}
