using Microsoft.Extensions.Options;
using OrderApp.Orders.Common;
using OrderApp.Orders.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Watch;

/// <summary>
/// Brings new events from the database to <see cref="EventFeed"/>: at once after a commit in this process or a notification from another,
/// and every now and then in any case, because a hint may be missed. While nobody watches it rests.
/// </summary>
internal sealed class EventReader(
    EventStore store, EventFeed feed, Watchers watchers, FeedSignal signal, IDatabaseReadiness schema, OrderMetrics metrics, IOptions<OrderOptions> options,
    TimeProvider time, ILogger<EventReader> logger) : DatabaseWorker
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await schema.Ready.WaitAsync(cancellationToken);
        long? position = null;
        var failing = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!watchers.Someone.IsCompleted)
                {
                    // Nobody watches, so nothing is read; who comes next begins where the database stands by then.
                    await watchers.Someone.WaitAsync(cancellationToken);
                    position = null;
                }

                position ??= await BeginAsync(cancellationToken);
                position = await ReadOnAsync(position.Value, cancellationToken);
                failing = false;
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (!failing)
                    Log.FeedFails(logger, error.Message);
                failing = true;
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        var (newest, _) = await store.EndsAsync(cancellationToken);
        feed.StartAt(newest);
        return newest;
    }

    private async Task<long> ReadOnAsync(long position, CancellationToken cancellationToken)
    {
        var events = await store.ReadAfterAsync(position, cancellationToken);
        if (events.Count == 0)
        {
            await signal.WaitAsync(options.Value.FeedInterval, cancellationToken);
            return position;
        }

        feed.Append(events);
        metrics.EventLag.Record((time.GetUtcNow().UtcDateTime - events[0].Time).TotalSeconds);
        // While there is more to read, nobody is made to wait.
        if (events.Count < EventStore.PageSize && watchers.Gathering is { Ticks: > 0 } pause)
            await Task.Delay(pause, cancellationToken);
        return events[^1].Position;
    }
}
