using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using OrderApp.Buying.Common;
using OrderApp.Buying.Pricing;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Running;

/// <summary>The way forward. Each call has a key that follows from the checkout, so that it is done once, however often it is made.</summary>
internal sealed class BuyingSteps(
    Inventory.InventoryClient inventory, Transactions.TransactionsClient transactions, OrderService.OrderServiceClient orders, ShopMoney money, IOptions<CartOptions> options)
{
    private const int MaxNameLength = 200;

    public async Task ReserveAsync(StepCall call) => await inventory.ReserveAsync(
        new()
        {
            ReservationId = call.Checkout.ReservationId,
            Lines = { call.Checkout.Purchase.Items.Select(item => new ReservationLine { BookId = item.BookId, Quantity = item.Quantity }) },
            Ttl = Duration.FromTimeSpan(2 * options.Value.CheckoutTimeout),
        },
        call.Options);

    /// <summary>Has the payment authorized, and answers the transaction's id.</summary>
    public async Task<string> AuthorizeAsync(StepCall call)
    {
        var purchase = call.Checkout.Purchase;
        var transaction = await transactions.AuthorizeAsync(
            new()
            {
                OrderUuid = call.Checkout.OrderUuid.ToString(),
                Amount = money.ToMessage(purchase.Total),
                PaymentToken = call.Checkout.PaymentToken,
                RequestId = call.Checkout.KeyOf("authorize"),
                CustomerId = call.Checkout.Cart.Id.ToString(),
                Email = purchase.Email,
                Language = purchase.Language,
                Lines = { purchase.Lines.Select(ToReceiptLine) },
                Discount = money.ToMessageOrNull(purchase.Discount),
                Promotion = purchase.Promotion ?? "",
            },
            call.Options);
        return Settled(transaction).TransactionId;
    }

    /// <summary>Records the order.</summary>
    public async Task<Order> CreateOrderAsync(StepCall call)
    {
        var purchase = call.Checkout.Purchase;
        var answer = await orders.CreateOrderAsync(
            new()
            {
                Uuid = call.Checkout.OrderUuid.ToString(),
                RequestId = call.Checkout.KeyOf("order"),
                Name = NameOf(purchase.Lines),
                CustomerId = call.Checkout.Cart.Id.ToString(),
                Lines = { purchase.Lines.Select(ToOrderLine) },
                Total = money.ToMessage(purchase.Total),
                DeliveryAddress = purchase.Address!.ToMessage(),
                Promotion = purchase.Promotion ?? "",
                State = Order.Types.State.Paid,
            },
            call.Options);
        return answer.Order;
    }

    public async Task CaptureAsync(StepCall call) => Settled(await transactions.CaptureAsync(
        new() { TransactionId = call.Checkout.TransactionId, RequestId = call.Checkout.KeyOf("capture") }, call.Options));

    public async Task ConfirmAsync(StepCall call) => await inventory.ConfirmAsync(new() { ReservationId = call.Checkout.ReservationId }, call.Options);

    // The same call finds out what became of it.
    private static Transaction Settled(Transaction transaction) => transaction.State != Transaction.Types.State.Pending
        ? transaction
        : throw GrpcErrors.Unavailable("PAYMENT_PENDING", "the payment provider has not answered yet");

    /// <summary>The first title, and how many others there are.</summary>
    internal static string NameOf(IReadOnlyList<PricedLine> lines)
    {
        var rest = lines.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {lines.Count - 1} more") : "";
        var name = new StringBuilder();
        foreach (var character in lines[0].Title.EnumerateRunes().Where(character => !Rune.IsControl(character)).Take(MaxNameLength - rest.Length))
            name.Append(character);
        return name.Append(rest).ToString();
    }

    private OrderLine ToOrderLine(PricedLine line) => new()
    {
        BookId = line.BookId,
        Title = line.Title,
        Quantity = line.Quantity,
        UnitPrice = money.ToMessage(line.UnitPrice!.Value),
        FreeQuantity = line.Free,
        Total = money.ToMessageOrNull(line.Total),
    };

    private ReceiptLine ToReceiptLine(PricedLine line) => new()
    {
        Title = line.Title,
        Quantity = line.Quantity,
        UnitPrice = money.ToMessage(line.UnitPrice!.Value),
        FreeQuantity = line.Free,
        Total = money.ToMessageOrNull(line.Total),
    };
}
