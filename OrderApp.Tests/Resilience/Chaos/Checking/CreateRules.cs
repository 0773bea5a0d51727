using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;
using static OrderApp.Protos.OrderEvent.Types.Type;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>An order that was acknowledged is there once, whole; one that was refused, or that nobody asked for, is not there.</summary>
internal static class CreateRules
{
    public static IEnumerable<string> NotLost(Case order)
    {
        foreach (var act in order.Creates.Where(act => act.IsAcknowledged))
        {
            var made = order.EventsOf(Created).FirstOrDefault(happened => happened.Order.Uuid == act.Order!.Uuid);
            if (made is null)
                yield return $"#{act.Number} was acknowledged, and no event tells that order {act.Order!.Uuid} was created";
            else if (!made.Order.Equals(act.Order))
                yield return $"#{act.Number} was told another order than the event of its creation tells: {made.Order}";
            if (!order.WasRemoved && order.Rows.All(row => row.Uuid != act.Order!.Uuid))
                yield return $"#{act.Number} was acknowledged, nobody removed it, and order {act.Order!.Uuid} is not there";
            if (act.Request is CreateOrderRequest { RequestId: { Length: > 0 } key } && order.Requests.GetValueOrDefault(key) != act.Order!.Uuid)
                yield return $"#{act.Number} was acknowledged, and its request_id does not stand for order {act.Order!.Uuid}";
        }
    }

    public static IEnumerable<string> NotDoubled(Case order)
    {
        if (order.EventsOf(Created).Skip(1).Any())
            yield return $"there are {order.EventsOf(Created).Count()} events of its creation";
        if (order.Rows.Count > 1)
            yield return $"the order is there {order.Rows.Count} times";
        if (order.Creates.Where(act => act.IsAcknowledged).Select(act => act.Order).Distinct().Skip(1).Any())
            yield return "creates with the same request_id were told of different orders";
        if (order.EventsOf(Deleted).Skip(1).Any())
            yield return $"there are {order.EventsOf(Deleted).Count()} events of its removal";
    }

    public static IEnumerable<string> AskedFor(Case order)
    {
        var there = order.Rows.Count + order.Events.Count > 0;
        if (there && order.Creates.All(act => act.Outcome == Outcome.Refused))
            yield return "the order is there, and every create of it was refused or none was sent";
        foreach (var made in order.EventsOf(Created))
        {
            var asked = order.Creates.Select(act => (CreateOrderRequest)act.Request).FirstOrDefault();
            if (asked is not null && (made.Order.Name != asked.Name || made.Order.Completed != asked.Completed))
                yield return $"what was created is not what was asked for: {made.Order}";
        }
    }
}
