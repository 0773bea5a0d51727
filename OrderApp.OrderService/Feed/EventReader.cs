using Microsoft.Extensions.Options;
using OrderApp.Orders.Writing;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders.Feed;

/// <summary>
/// Brings new events from the database to <see cref="EventFeed"/>: at once after a commit in this process or a notification from another,
/// and every now and then in any case, because a hint may be missed. While nobody watches it rests.
/// </summary>
internal sealed class EventReader(
    EventStore store, EventFeed feed, WatcherCount watchers, FeedSignal signal, IDatabaseReadiness schema, OrderMetrics metrics, IOptions<OrderOptions> options,
    TimeProvider time, ILogger<EventReader> logger) : DatabaseWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await schema.Ready.WaitAsync(stopping);
        long? position = null;
        var failing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!watchers.Someone.IsCompleted)
                {
                    // Nobody watches, so nothing is read; who comes next begins where the database stands by then.
                    await watchers.Someone.WaitAsync(stopping);
                    position = null;
                }

                position ??= await BeginAsync(stopping);
                position = await ReadOnAsync(position.Value, stopping);
                failing = false;
            }
            catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                if (!failing)
                    Log.FeedFails(logger, error.Message);
                failing = true;
                await Task.Delay(Pause, stopping);
            }
        }
    }

    private async Task<long> BeginAsync(CancellationToken cancelled)
    {
        var (newest, _) = await store.EndsAsync(cancelled);
        feed.StartAt(newest);
        return newest;
    }

    private async Task<long> ReadOnAsync(long position, CancellationToken cancelled)
    {
        var events = await store.ReadAfterAsync(position, cancelled);
        if (events.Count == 0)
        {
            await signal.WaitAsync(options.Value.FeedInterval, cancelled);
            return position;
        }

        feed.Append(events);
        metrics.EventLag.Record((time.GetUtcNow().UtcDateTime - events[0].Time).TotalSeconds);
        // While there is more to read, nobody is made to wait.
        if (events.Count < EventStore.PageSize && watchers.Gathering is { Ticks: > 0 } pause)
            await Task.Delay(pause, cancelled);
        return events[^1].Position;
    }
}
