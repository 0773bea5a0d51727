using OrderApp.Protos;

namespace OrderApp.Orders.Feed;

/// <summary>Which events a watcher wants.</summary>
internal readonly record struct WatchFilter(bool? Completed, Guid? OrderId)
{
    public static WatchFilter Of(WatchOrdersRequest request) => new(
        request.HasCompleted ? request.Completed : null,
        request.Uuid.Length > 0 ? OrderRequests.ParseId(request.Uuid) : null);

    public bool Takes(FeedEvent happened) =>
        (Completed is null || Completed == happened.Completed) && (OrderId is null || OrderId == happened.OrderId);
}
