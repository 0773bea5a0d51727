namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>Leaves out of an order's history whatever can be left out with the same rule broken in the same words.</summary>
internal static class ShortestHistory
{
    public static Case Of(Case order, Func<Case, IEnumerable<string>> rule)
    {
        var what = rule(order).First();
        void TryWith(Case shorter)
        {
            if (rule(shorter).FirstOrDefault() == what)
                order = shorter;
        }

        // The create stays in any case: it tells what order this is about.
        var create = order.Creates.FirstOrDefault();
        foreach (var act in order.Acts.Where(act => act != create).Reverse())
            TryWith(order with { Acts = [.. order.Acts.Where(other => other != act)] });
        foreach (var watcher in order.Told.Keys)
            TryWith(order with { Told = order.Told.Where(other => other.Key != watcher).ToDictionary() });
        return order;
    }

    /// <summary>The calls in the order they began, then what the database holds and what watchers were told.</summary>
    public static IReadOnlyList<string> Lines(Case order) =>
    [
        .. order.Acts.OrderBy(act => act.Begun).Select(act => $"{act}"),
        .. order.Events.Select(happened => $"stored event: {happened.Type} {happened.Order}"),
        .. order.Rows.Select(row => $"stored order: {row}"),
        .. order.Requests.Select(request => $"stored request_id: {request.Key} for order {request.Value}"),
        .. order.Told.SelectMany(watcher => watcher.Value.Select(one => $"{watcher.Key} was told: {one.Type} {one.Order}")),
    ];
}
