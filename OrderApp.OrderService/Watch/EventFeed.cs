using Microsoft.Extensions.Options;
using OrderApp.Orders.Common;

namespace OrderApp.Orders.Watch;

/// <summary>The most recent events, in memory once for all who watch.</summary>
internal sealed class EventFeed(IOptions<OrderOptions> options)
{
    private readonly Lock gate = new();
    private readonly FeedEvent?[] ring = new FeedEvent[options.Value.FeedLength];
    private TaskCompletionSource changed = NewSignal();
    private long newest = -1;
    private long count;

    /// <summary>Sets the place to begin at.</summary>
    public void StartAt(long position)
    {
        lock (gate)
        {
            newest = position;
            count = 0;
        }

        Tell();
    }

    /// <summary>Adds events that follow the newest.</summary>
    public void Append(IReadOnlyList<FeedEvent> events)
    {
        lock (gate)
        {
            foreach (var next in events)
                ring[next.Position % ring.Length] = next;
            newest = events[^1].Position;
            count = Math.Min(ring.Length, count + events.Count);
        }

        Tell();
    }

    /// <summary>
    /// Copies events that follow a position; false when they are no longer, or not yet, here and the database has to be asked.
    /// When nothing follows yet, <paramref name="more"/> completes as soon as something does.
    /// </summary>
    public bool TryRead(long position, List<FeedEvent> into, int limit, out Task more)
    {
        lock (gate)
        {
            more = changed.Task;
            if (position < newest - count)
                return false;
            for (var next = position + 1; next <= newest && into.Count < limit; next++)
                into.Add(ring[next % ring.Length]!);
            return true;
        }
    }

    private void Tell()
    {
        TaskCompletionSource told;
        lock (gate)
        {
            told = changed;
            changed = NewSignal();
        }

        told.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
