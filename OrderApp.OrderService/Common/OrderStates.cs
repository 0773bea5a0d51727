using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Orders.Common;

/// <summary>
/// The state of an order, which is made of two columns: what the last move made of it, and <c>completed</c>, which overrules that. So an order of the
/// old contract needs no state, and what a replica that knows none does to <c>completed</c> is told as it was meant.
/// </summary>
internal static class OrderStates
{
    /// <summary>The state of a row of <c>orders</c>, in SQL: as <see cref="Of"/>.</summary>
    public const string OfRow =
        """
        (CASE WHEN orders.completed AND coalesce(orders.state, 1) < 4 THEN 4
          WHEN NOT orders.completed AND orders.state = 4 THEN 1 ELSE coalesce(orders.state, 1) END)
        """;

    /// <summary>The state by the columns; null: no move was made.</summary>
    public static State Of(short? state, bool completed) => (completed, (State)(state ?? (short)State.Placed)) switch
    {
        (true, < State.Delivered) => State.Delivered,
        (false, State.Delivered) => State.Placed,
        (_, var told) => told,
    };
}
