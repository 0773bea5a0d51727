using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos.Checking;

/// <summary>What callers are told fits what they and others were told before, and every status is one that the contract names.</summary>
internal static class AnswerRules
{
    private static readonly StatusCode[] Documented =
    [
        StatusCode.OK, StatusCode.InvalidArgument, StatusCode.ResourceExhausted, StatusCode.Unavailable, StatusCode.DeadlineExceeded,
        StatusCode.NotFound, StatusCode.Aborted, StatusCode.AlreadyExists,
    ];

    public static IEnumerable<string> DocumentedStatus(Case order) =>
        from act in order.Acts
        where act.FromServer && !Documented.Contains(act.Code)
        select $"#{act.Number} was answered {act.Code}";

    public static IEnumerable<string> ReadsAreTrue(Case order) =>
        from act in order.Reads
        where act.Order is { } told && order.Made(told.Etag)?.Order.Equals(told) != true
        select $"#{act.Number} was told of an order as no event tells of it";

    public static IEnumerable<string> RefusalsAreTrue(Case order)
    {
        foreach (var act in order.Acts.Where(act => act.FromServer && act.Outcome == Outcome.Refused))
        {
            if (act.Code == StatusCode.NotFound && !order.WasRemoved)
                yield return $"#{act.Number} was told that there is no such order, and nobody removed it";
            if (act.Code == StatusCode.Aborted && Etag(act) is var etag && !order.WasRemoved && order.Events.Count > 0 && order.Events[^1].Order.Etag == etag)
                yield return $"#{act.Number} was told that version {etag} is not the newest, and it is";
            if (act.Code is StatusCode.InvalidArgument or StatusCode.AlreadyExists)
                yield return $"#{act.Number} is a good request, and it was answered {act.Code}";
        }
    }

    /// <summary>What was known when a call began is not forgotten in its answer.</summary>
    public static IEnumerable<string> NothingGoesBack(Case order)
    {
        var known = order.Acts.Where(act => Reached(act) is not null).OrderBy(act => act.Ended).ToList();
        foreach (var later in order.Acts.OrderBy(act => act.Begun))
        {
            var before = known.TakeWhile(act => act.Ended < later.Begun).MaxBy(act => Reached(act));
            if (before is null)
                continue;
            // A replay tells of the order as it was created, and a create knows nothing of what was before it.
            var reached = later.Request is CreateOrderRequest ? null : Reached(later);
            var isChange = later is { Request: UpdateOrderRequest, Order: not null };
            if (reached < Reached(before) || (isChange && reached == Reached(before)))
                yield return $"#{later.Number} came after #{before.Number} had ended, and was told of an older state of the order";
        }
    }

    // How far the order's life had gone by what this call was told: a version, or its end.
    private static long? Reached(Act act) => act switch
    {
        { Order: { } order } => Case.Version(order),
        { Removed: true } => long.MaxValue,
        { Request: DeleteOrderRequest, IsAcknowledged: true } => long.MaxValue,
        { Code: StatusCode.NotFound, FromServer: true } => long.MaxValue,
        _ => null,
    };

    private static string Etag(Act act) => act.Request switch
    {
        UpdateOrderRequest update => update.Etag,
        DeleteOrderRequest delete => delete.Etag,
        _ => "",
    };
}
