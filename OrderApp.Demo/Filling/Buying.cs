using Grpc.Core;
using OrderApp.Demo.Making;
using OrderApp.Protos;
using static OrderApp.Protos.CheckoutStatus.Types;

namespace OrderApp.Demo.Filling;

/// <summary>Buys what a customer buys, and has become of his orders what becomes of them.</summary>
internal sealed class Buying(ShopClients shop, Visit visit, Shelf shelf)
{
    private const string PaymentToken = "sandbox-ok";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private DemoCustomer Customer => visit.Customer;

    /// <summary>Answers how many orders were made.</summary>
    public async Task<int> BuyAsync(CancellationToken cancellationToken)
    {
        // Ids of orders grow, so they come in the order of the purchases; those that are there need not be made.
        var there = await OrdersAsync(cancellationToken);
        var bought = there.Where(order => order.Lines.Count > 0).ToList();
        var made = 0;
        for (var number = bought.Count; number < Customer.Purchases.Count; number++, made++)
            bought.Add(await CheckOutAsync(number, cancellationToken));

        var fates = new OrderFates(shop);
        foreach (var (order, purchase) in bought.Zip(Customer.Purchases))
            await fates.BefallAsync(order, purchase.Fate, cancellationToken);
        if (Customer.Note is { } note && there.All(order => order.Lines.Count > 0))
        {
            await NoteAsync(note, cancellationToken);
            made++;
        }

        return made;
    }

    private async Task<List<Order>> OrdersAsync(CancellationToken cancellationToken)
    {
        var listed = await shop.Orders.ListOrdersAsync(new() { PageSize = 1000 }, visit.Token, cancellationToken: cancellationToken);
        // Those of nobody are everybody's in Development.
        return [.. listed.Orders.Where(order => order.CustomerId.Length > 0).OrderBy(order => order.Uuid, StringComparer.Ordinal)];
    }

    private async Task<Order> CheckOutAsync(int number, CancellationToken cancellationToken)
    {
        var key = $"demo-{number + 1}";
        var cart = new CartContent();
        foreach (var (book, copies) in Customer.Purchases[number].Lines)
        {
            // Whatever is left from a try before: the cart holds so many then.
            cart = await shop.Cart.SetItemAsync(new() { BookId = shelf.IdOf(book), Quantity = copies }, visit.Token, cancellationToken: cancellationToken);
        }

        var checkout = await shop.Cart.CheckoutAsync(
            new()
            {
                RequestId = key, Email = Customer.Email, DeliveryAddress = Customer.Address, PaymentToken = PaymentToken, ExpectedTotal = cart.Total, Language = Customer.Language,
            },
            visit.Token, cancellationToken: cancellationToken);
        while (checkout.State is State.Pending)
        {
            await Task.Delay(Pause, cancellationToken);
            checkout = await shop.Cart.GetCheckoutAsync(new() { CheckoutId = checkout.CheckoutId }, visit.Token, cancellationToken: cancellationToken);
        }

        return checkout.State is State.Completed
            ? checkout.Order
            : throw new RpcException(new(StatusCode.FailedPrecondition, $"{Customer.Email} could not buy: {checkout.FailureReason}"));
    }

    private async Task NoteAsync(DemoNote note, CancellationToken cancellationToken)
    {
        var order = (await shop.Orders.CreateOrderAsync(new() { Name = note.Name, RequestId = "demo-note" }, visit.Token, cancellationToken: cancellationToken)).Order;
        if (note.IsCancelled)
            await shop.Orders.CancelOrderAsync(new() { Uuid = order.Uuid, Reason = "ordered by mistake" }, visit.Token, cancellationToken: cancellationToken);
    }
}
