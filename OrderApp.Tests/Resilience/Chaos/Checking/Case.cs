using System.Globalization;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>All that is known of one order: the calls that were made for it, what the database holds and what each watcher was told.</summary>
internal sealed record Case(int Subject, IReadOnlyList<Act> Acts)
{
    public IReadOnlyList<Order> Rows { get; init; } = [];

    /// <summary>Its events in the order of their positions.</summary>
    public IReadOnlyList<OrderEvent> Events { get; init; } = [];

    /// <summary>The orders that the request_ids of its creates were used for.</summary>
    public IReadOnlyDictionary<string, string> Requests { get; init; } = new Dictionary<string, string>();

    /// <summary>What each watcher was told of it, by the watcher's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<OrderEvent>> Told { get; init; } = new Dictionary<string, IReadOnlyList<OrderEvent>>();

    public IEnumerable<Act> Creates => Acts.Where(act => act.Request is CreateOrderRequest);

    public IEnumerable<Act> Updates => Acts.Where(act => act.Request is UpdateOrderRequest);

    public IEnumerable<Act> Deletes => Acts.Where(act => act.Request is DeleteOrderRequest);

    public IEnumerable<Act> Reads => Acts.Where(act => act.Request is ReadOrderRequest);

    public IEnumerable<OrderEvent> EventsOf(OrderEvent.Types.Type type) => Events.Where(happened => happened.Type == type);

    public bool WasRemoved => EventsOf(OrderEvent.Types.Type.Deleted).Any();

    /// <summary>The event that made the order this version.</summary>
    public OrderEvent? Made(string etag) => Events.FirstOrDefault(happened => happened.Type != OrderEvent.Types.Type.Deleted && happened.Order.Etag == etag);

    public static long Version(Order order) => Version(order.Etag);

    public static long Version(string etag) => long.Parse(etag, CultureInfo.InvariantCulture);

    /// <summary>Sorts what is known by order.</summary>
    public static IEnumerable<Case> Of(IReadOnlyList<Act> acts, Stored stored, IReadOnlyDictionary<string, IReadOnlyList<OrderEvent>> told)
    {
        var calls = acts.ToLookup(act => act.Subject);
        var rows = stored.Orders.ToLookup(order => order.UserId);
        var events = stored.Events.ToLookup(happened => happened.Order.UserId);
        var watched = told.ToDictionary(watcher => watcher.Key, watcher => watcher.Value.ToLookup(happened => happened.Order.UserId));
        return calls.Select(call => call.Key).Union(rows.Select(row => row.Key)).Union(events.Select(happened => happened.Key))
            .Union(watched.Values.SelectMany(watcher => watcher.Select(happened => happened.Key)))
            .Select(subject => new Case(subject, [.. calls[subject].OrderBy(act => act.Begun)])
            {
                Rows = [.. rows[subject]],
                Events = [.. events[subject]],
                Requests = RequestsOf(calls[subject], stored),
                Told = watched.ToDictionary(watcher => watcher.Key, watcher => (IReadOnlyList<OrderEvent>)[.. watcher.Value[subject]]),
            });
    }

    private static Dictionary<string, string> RequestsOf(IEnumerable<Act> acts, Stored stored) => acts
        .Select(act => act.Request).OfType<CreateOrderRequest>().Select(request => request.RequestId).Distinct()
        .Where(stored.Requests.ContainsKey).ToDictionary(key => key, key => stored.Requests[key]);
}
