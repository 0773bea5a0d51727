using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Orders;

/// <summary>The states of an order as customers know them.</summary>
internal static class OrderWords
{
    /// <summary>In English, which is also the key of the translation.</summary>
    public static string Of(Order.Types.State state) => state switch
    {
        Order.Types.State.Paid => "Paid",
        Order.Types.State.Shipped => "On its way",
        Order.Types.State.Delivered => "Delivered",
        Order.Types.State.Cancelled => "Cancelled",
        Order.Types.State.Refunded => "Money returned",
        _ => "Ordered",
    };

    /// <summary>What comes next.</summary>
    public static string Hint(Order order) => order.State switch
    {
        Order.Types.State.Paid => "We are packing it.",
        Order.Types.State.Shipped => "It has left our house.",
        Order.Types.State.Delivered => "It has arrived.",
        Order.Types.State.Cancelled when order.Total is not null => "What you paid is on its way back to you.",
        Order.Types.State.Refunded => "What you paid was paid back.",
        _ => "",
    };

    /// <summary>How its label is coloured.</summary>
    public static string Look(Order.Types.State state) => state switch
    {
        Order.Types.State.Delivered => "done",
        Order.Types.State.Cancelled or Order.Types.State.Refunded => "bad",
        _ => "open",
    };

    /// <summary>Whether it can still be cancelled.</summary>
    public static bool CanBeCancelled(Order order) => order.State is Order.Types.State.Placed or Order.Types.State.Paid;
}
