using Google.Type;
using OrderApp.Protos;
using OrderApp.Tests.Orders.Access;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Orders.Life;

/// <summary>What a checkout sends, and orders that it has made.</summary>
internal static class Purchases
{
    public static Money Dollars(long units, int cents = 0) => new() { CurrencyCode = "USD", Units = units, Nanos = cents * 10_000_000 };

    /// <summary>Two lines, one of them with a book that is free; $25.47 in all.</summary>
    public static CreateOrderRequest Request(string name = "Emma and 3 more", State state = State.Paid) => new()
    {
        Name = name,
        Lines =
        {
            new OrderLine { BookId = 1, Title = "Emma", Quantity = 1, UnitPrice = Dollars(5, 49), Total = Dollars(5, 49) },
            new OrderLine { BookId = 2, Title = "Dune", Quantity = 3, FreeQuantity = 1, UnitPrice = Dollars(9, 99), Total = Dollars(19, 98) },
        },
        Total = Dollars(25, 47),
        DeliveryAddress = new() { Name = "Ada Lovelace", Line1 = "12 St James's Square", City = "London", PostalCode = "SW1Y 4JH", Country = "GB" },
        Promotion = "buy_two_get_one_free",
        State = state,
    };

    /// <summary>Has the checkout make an order for a customer.</summary>
    public static async Task<Order> BuyAsync(this Callers callers, Guid customer, State state = State.Paid)
    {
        var request = Request(state: state);
        request.CustomerId = $"{customer}";
        return (await callers.Client.CreateOrderAsync(request, callers.As("service"))).Order;
    }

    /// <summary>Asks for a move by the name of its method, or by "Complete" and "Reopen" for an UpdateOrder that sets completed or takes it back.</summary>
    public static async Task<Order> MoveAsync(this Callers callers, string move, string uuid, string caller = "operator", string etag = "") => move switch
    {
        "CancelOrder" => (await callers.Client.CancelOrderAsync(new() { Uuid = uuid, Etag = etag }, callers.As(caller))).Order,
        "ShipOrder" => (await callers.Client.ShipOrderAsync(new() { Uuid = uuid, Etag = etag, TrackingNumber = "1Z 999" }, callers.As(caller))).Order,
        "DeliverOrder" => (await callers.Client.DeliverOrderAsync(new() { Uuid = uuid, Etag = etag }, callers.As(caller))).Order,
        "MarkOrderRefunded" => (await callers.Client.MarkOrderRefundedAsync(new() { Uuid = uuid }, callers.As(caller))).Order,
        "Complete" or "Reopen" => (await callers.Client.UpdateOrderAsync(
            new() { Uuid = uuid, Completed = move == "Complete", UpdateMask = new() { Paths = { "completed" } }, Etag = etag }, callers.As(caller))).Order,
        _ => throw new ArgumentException(move, nameof(move)),
    };

    public static async Task<Order> ReadAsync(this Callers callers, string uuid, string caller = "operator") =>
        (await callers.Client.ReadOrderAsync(new() { Uuid = uuid }, callers.As(caller))).Order;
}
