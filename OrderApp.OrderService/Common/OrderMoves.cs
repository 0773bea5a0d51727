using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Orders.Common;

/// <summary>A way from states to another.</summary>
/// <param name="Name">What it is called in metrics.</param>
/// <param name="To">Where it leads.</param>
/// <param name="From">Where it begins.</param>
internal sealed record OrderMove(string Name, State To, params IReadOnlyList<State> From)
{
    /// <summary>Whether it is open only to orders that were paid.</summary>
    public bool OnlyPaid { get; init; }

    /// <summary>Whether it is open only to orders of the old contract, which nobody paid for and which have no lines.</summary>
    public bool OnlyPlain { get; init; }

    /// <summary><see cref="From"/> for a statement: the bit of each state, counted by its number, is set.</summary>
    public int FromBits { get; } = From.Aggregate(0, (bits, state) => bits | (1 << (int)state));
}

/// <summary>The moves that are legal; there are no others.</summary>
internal static class OrderMoves
{
    /// <summary>CancelOrder.</summary>
    public static OrderMove Cancel { get; } = new("cancel", State.Cancelled, State.Placed, State.Paid);

    /// <summary>ShipOrder.</summary>
    public static OrderMove Ship { get; } = new("ship", State.Shipped, State.Paid);

    /// <summary>DeliverOrder.</summary>
    public static OrderMove Deliver { get; } = new("deliver", State.Delivered, State.Shipped);

    /// <summary>MarkOrderRefunded.</summary>
    public static OrderMove Refund { get; } = new("refund", State.Refunded, State.Paid, State.Shipped, State.Delivered, State.Cancelled) { OnlyPaid = true };

    /// <summary>UpdateOrder sets completed: the old contract's way to deliver, which leaves out what is between.</summary>
    public static OrderMove Complete { get; } = new("complete", State.Delivered, State.Placed, State.Paid, State.Shipped);

    /// <summary>UpdateOrder takes completed back.</summary>
    public static OrderMove Reopen { get; } = new("reopen", State.Placed, State.Delivered) { OnlyPlain = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OrderMove> All { get; } = [Cancel, Ship, Deliver, Refund, Complete, Reopen];
}
