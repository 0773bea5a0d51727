using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Orders;

/// <summary>What the page of an order tells of its past.</summary>
/// <param name="Changes">A page of it, oldest first.</param>
/// <param name="NextPage">Where to go on; empty on the last page.</param>
/// <param name="Problem">Why it is missing; null when it is not.</param>
internal sealed record OrderHistory(IReadOnlyList<OrderChange> Changes, string NextPage, ServiceProblem? Problem)
{
    public static readonly OrderHistory Unknown = new([], "", null);

    public static OrderHistory Of(Reply<ListOrderEventsResponse> reply)
    {
        if (!reply.IsValue)
            return new([], "", reply.Problem);
        var events = reply.Value.Events;
        return new([.. events.Select((happened, index) => new OrderChange(happened, index > 0 ? events[index - 1].Order : null))], reply.Value.NextPageToken, null);
    }
}

/// <summary>One event of an order; what it changed is seen by comparing the order with the one of the event before.</summary>
/// <param name="Event">The event.</param>
/// <param name="Before">The order before it; null when that is not known: made by this event, no longer kept, or on the page before.</param>
internal sealed record OrderChange(OrderEvent Event, Order? Before)
{
    public Order Now => Event.Order;

    public bool IsCreation => Event.Type == OrderEvent.Types.Type.Created;

    public bool IsRenamed => Before is not null && Before.Name != Now.Name;

    public bool IsCompletion => Before is { Completed: false } && Now.Completed;

    public bool IsReopening => Before is { Completed: true } && !Now.Completed;

    public bool IsMoved => Before is not null && Before.Date != Now.Date;

    /// <summary>The state that the order came into, where the words above do not say it already.</summary>
    public Order.Types.State? NewState => Before is not null && Before.State != Now.State && !IsCompletion && !IsReopening ? Now.State : null;

    /// <summary>True for an update of which no difference can be told.</summary>
    public bool IsOther => !IsCreation && !IsRenamed && !IsCompletion && !IsReopening && !IsMoved && NewState is null;

    public DateTimeOffset Time => Event.EventTime.ToDateTimeOffset();
}
