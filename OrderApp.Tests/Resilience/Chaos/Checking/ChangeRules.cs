using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;
using static OrderApp.Protos.OrderEvent.Types.Type;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>Each acknowledged change happened once and on the version that its etag named; no refused one happened.</summary>
internal static class ChangeRules
{
    public static IEnumerable<string> UpdatesNotLost(Case order)
    {
        foreach (var act in order.Updates.Where(act => act.IsAcknowledged))
        {
            var (asked, told) = ((UpdateOrderRequest)act.Request, act.Order!);
            if (order.Made(told.Etag) is not { } made || !made.Order.Equals(told))
                yield return $"#{act.Number} was acknowledged as version {told.Etag}, and no event tells of it so";
            if (asked.Etag.Length > 0 && Case.Version(told) != Case.Version(asked.Etag) + 1)
                yield return $"#{act.Number} changed version {Case.Version(told) - 1} although it named {asked.Etag}";
            if (told.Name != asked.Name || told.Completed != asked.Completed)
                yield return $"#{act.Number} was told of other content than it had asked for";
        }

        foreach (var same in order.Updates.Where(act => act.IsAcknowledged && ((UpdateOrderRequest)act.Request).Etag.Length > 0)
            .GroupBy(act => ((UpdateOrderRequest)act.Request).Etag).Where(same => same.Count() > 1))
        {
            yield return $"{string.Join(" and ", same.Select(act => $"#{act.Number}"))} were all acknowledged with etag {same.Key}: a change was lost";
        }
    }

    public static IEnumerable<string> UpdatesAskedFor(Case order)
    {
        // Every update has a name of its own, so an event tells which update it is of.
        var asked = order.Updates.ToDictionary(act => ((UpdateOrderRequest)act.Request).Name);
        foreach (var same in order.EventsOf(Updated).GroupBy(happened => happened.Order.Name))
        {
            if (!asked.TryGetValue(same.Key, out var act))
                yield return $"an event tells of a change to \"{same.Key}\", which nobody asked for";
            else if (act.Outcome == Outcome.Refused)
                yield return $"#{act.Number} was refused, and it happened";
            else if (same.Count() > 1)
                yield return $"#{act.Number} happened {same.Count()} times";
            else if (((UpdateOrderRequest)act.Request).Etag is { Length: > 0 } etag && Case.Version(same.Single().Order) != Case.Version(etag) + 1)
                yield return $"#{act.Number} named version {etag}, and happened as version {same.Single().Order.Etag}";
        }
    }

    public static IEnumerable<string> Removals(Case order)
    {
        var removed = order.Deletes.Where(act => act.Removed).ToList();
        if (removed.Count > 1)
            yield return $"{string.Join(" and ", removed.Select(act => $"#{act.Number}"))} were each told that they removed the order";
        if (removed.Count > 0 && !order.WasRemoved)
            yield return $"#{removed[0].Number} was told that it removed the order, and no event tells so";
        if (removed.Count > 0 && order.Rows.Count > 0)
            yield return $"#{removed[0].Number} was told that it removed the order, and the order is there";
        if (order.WasRemoved && order.Deletes.All(act => act.Outcome == Outcome.Refused || act is { IsAcknowledged: true, Removed: false }))
            yield return "an event tells of its removal, which nobody asked for or was only told to have failed";
        foreach (var act in order.Deletes.Where(act => act is { IsAcknowledged: true, Removed: false }))
        {
            if (!order.WasRemoved)
                yield return $"#{act.Number} was told that there is no such order, and nobody removed it";
        }
    }
}
