using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;
using static OrderApp.Protos.OrderEvent.Types.Type;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>An order's life as it should be, told by hand: to be spoilt by tests of the checker.</summary>
internal static class Story
{
    public const string Uuid = "0198c0de-0000-7000-8000-000000000001";
    private static readonly Timestamp Start = Timestamp.FromDateTime(DateTime.UnixEpoch);

    /// <summary>Created, created again with its request_id, read, changed, a stale change refused, read.</summary>
    public static Case Kept { get; } = Tell(
        [
            Call(1, Creation, Created(Version(1))),
            Call(2, Creation, Created(Version(1))),
            Call(3, new ReadOrderRequest { Uuid = Uuid }, new ReadOrderResponse { Order = Version(1) }),
            Call(4, Change(1, "change 1"), new UpdateOrderResponse { Order = Version(2, "change 1") }),
            Call(5, Change(1, "change 2"), StatusCode.Aborted),
            Call(6, new ReadOrderRequest { Uuid = Uuid }, new ReadOrderResponse { Order = Version(2, "change 1") }),
        ],
        Event(OrderEvent.Types.Type.Created, Version(1)),
        Event(Updated, Version(2, "change 1"))) with
    { Rows = [Version(2, "change 1")] };

    /// <summary>The same, and then removed, looked for in vain and removed in vain.</summary>
    public static Case Removed { get; } = Tell(
        [
            .. Kept.Acts,
            Call(7, new DeleteOrderRequest { Uuid = Uuid, Etag = "2" }, new DeleteOrderResponse { Success = true }),
            Call(8, new ReadOrderRequest { Uuid = Uuid }, StatusCode.NotFound),
            Call(9, new DeleteOrderRequest { Uuid = Uuid }, new DeleteOrderResponse()),
        ],
        [.. Kept.Events, Event(Deleted, Version(2, "change 1"))]);

    private static CreateOrderRequest Creation => new() { Name = "order 1", UserId = 1, RequestId = "chaos/1" };

    public static Act Call(int number, IMessage request, IMessage answer) => Ended(number, request) with { Outcome = Outcome.Acknowledged, Answer = answer };

    public static Act Call(int number, IMessage request, StatusCode refusal) => Ended(number, request) with { Outcome = Outcome.Refused, Code = refusal };

    public static Act Lost(int number, IMessage request) =>
        Ended(number, request) with { Outcome = Outcome.Unknown, Code = StatusCode.Unavailable, FromServer = false };

    public static UpdateOrderRequest Change(int etag, string name) => new() { Uuid = Uuid, Name = name, Etag = $"{etag}" };

    public static Order Version(int version, string name = "order 1") =>
        new() { Uuid = Uuid, Name = name, Etag = $"{version}", UserId = 1, CreateTime = Start, UpdateTime = At(version) };

    public static OrderEvent Event(OrderEvent.Types.Type type, Order order) => new() { Type = type, Order = order, EventTime = order.UpdateTime };

    /// <summary>A case whose watcher was told all of it.</summary>
    public static Case Tell(IReadOnlyList<Act> acts, params IReadOnlyList<OrderEvent> events) => new(1, acts)
    {
        Events = events,
        Requests = new Dictionary<string, string> { ["chaos/1"] = Uuid },
        Told = new Dictionary<string, IReadOnlyList<OrderEvent>> { ["watcher"] = events },
    };

    private static CreateOrderResponse Created(Order order) => new() { Order = order };

    private static Act Ended(int number, IMessage request) =>
        new(number, "customer", "replica", 1, request, TimeSpan.FromSeconds(number)) { Ended = TimeSpan.FromSeconds(number + 0.5) };

    private static Timestamp At(int seconds) => Timestamp.FromDateTime(DateTime.UnixEpoch.AddSeconds(seconds));
}
