using OrderApp.Protos;
using static OrderApp.Protos.OrderEvent.Types.Type;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>No half orders: the row, its events and its request_id are there together, an event for each change, in the order of the changes.</summary>
internal static class WholeRules
{
    public static IEnumerable<string> EventPerChange(Case order)
    {
        foreach (var row in order.Rows)
        {
            var events = order.Events.Where(happened => happened.Order.Uuid == row.Uuid).ToList();
            if (events.Count == 0)
                yield return $"order {row.Uuid} is there without an event";
            else if (events.Any(happened => happened.Type == Deleted))
                yield return $"order {row.Uuid} is there after the event of its removal";
            else if (!events[^1].Order.Equals(row))
                yield return $"the last event does not tell of the order as it is: {row}";
        }

        if (order.Rows.Count == 0 && order.Events.Count > 0 && !order.WasRemoved)
            yield return "there are events of the order, none of its removal, and it is not there";
    }

    public static IEnumerable<string> EventsInOrder(Case order)
    {
        foreach (var (index, happened) in order.Events.Index())
        {
            var former = index > 0 ? order.Events[index - 1] : null;
            var version = former is null ? 1 : Case.Version(former.Order) + (happened.Type == Deleted ? 0 : 1);
            if (happened.Type == Created != (index == 0))
                yield return $"event {index + 1} is {happened.Type}";
            if (Case.Version(happened.Order) != version)
                yield return $"event {index + 1} tells of version {happened.Order.Etag}, which should be {version}";
            if (former is not null && happened.EventTime < former.EventTime)
                yield return $"event {index + 1} has an earlier time than the one before it";
            if (former is not null && !happened.Order.CreateTime.Equals(former.Order.CreateTime))
                yield return $"event {index + 1} tells of another time of creation";
        }
    }

    public static IEnumerable<string> RequestIdWithOrder(Case order)
    {
        foreach (var (key, uuid) in order.Requests)
        {
            if (order.EventsOf(Created).All(made => made.Order.Uuid != uuid))
                yield return $"request_id {key} stands for order {uuid}, which was never created";
        }

        foreach (var made in order.EventsOf(Created))
        {
            var key = order.Creates.Select(act => ((CreateOrderRequest)act.Request).RequestId).FirstOrDefault(key => key.Length > 0);
            if (key is not null && !order.Requests.ContainsKey(key))
                yield return $"order {made.Order.Uuid} was created, and its request_id is not kept";
        }
    }
}
