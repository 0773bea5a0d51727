using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>Each watcher, whatever broke under it, was told of each event once, as it is stored and in its order.</summary>
internal static class WatchRules
{
    public static IEnumerable<string> Complete(Case order)
    {
        foreach (var (watcher, told) in order.Told)
        {
            foreach (var happened in order.Events.Where(happened => told.Count(one => Same(one, happened)) != 1))
                yield return $"{watcher} was told {told.Count(one => Same(one, happened))} times of event {happened.Type} of version {happened.Order.Etag}";
            foreach (var one in told.Where(one => !order.Events.Any(happened => Same(one, happened))))
                yield return $"{watcher} was told of an event that did not happen: {one}";
        }
    }

    public static IEnumerable<string> InOrder(Case order)
    {
        foreach (var (watcher, told) in order.Told)
        {
            var places = told.Select(one => order.Events.ToList().FindIndex(happened => Same(one, happened))).Where(place => place >= 0).ToList();
            if (!places.SequenceEqual(places.Order()))
                yield return $"{watcher} was told of the events in another order than they happened in";
        }
    }

    // Where to go on after an event is known to watchers only.
    private static bool Same(OrderEvent told, OrderEvent stored) =>
        told.Type == stored.Type && told.Order.Equals(stored.Order) && told.EventTime.Equals(stored.EventTime);
}
