using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Marketplace.Pages.Operator.Sales;

/// <summary>
/// One order with its payments and what has happened to it, and the deeds that its state allows. Each form carries what its writer saw, so that
/// two operators do not undo each other, and a key that makes a double click one deed.
/// </summary>
internal sealed class SaleModel(
    OrderService.OrderServiceClient orders, Transactions.TransactionsClient transactions, Prices prices, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const int EventsOnPage = 100;

    private static readonly Dictionary<string, string> NoFields = [];

    [BindProperty(SupportsGet = true)]
    public Guid Uuid { get; set; }

    /// <summary>Which version of the order the forms were made for.</summary>
    [BindProperty]
    public string? Etag { get; set; }

    /// <summary>Makes a double click one deed.</summary>
    [BindProperty]
    public string RequestId { get; set; } = Guid.NewGuid().ToString();

    [BindProperty]
    public string? TrackingNumber { get; set; }

    [BindProperty]
    public string? CancelReason { get; set; }

    [BindProperty]
    public string? RefundReason { get; set; }

    /// <summary>What is to be paid back, as it was typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>Which payment is paid back.</summary>
    [BindProperty]
    public string? TransactionId { get; set; }

    /// <summary>What had been paid back of it when the form was made.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>What was just done, in English.</summary>
    [TempData]
    public string? Done { get; set; }

    [TempData]
    public string? Deleted { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public Reply<ReadOrderResponse> Found { get; private set; } = null!;

    public Reply<ListTransactionsResponse> Payments { get; private set; } = null!;

    public Reply<ListOrderEventsResponse> Events { get; private set; } = null!;

    public bool CanShip => Found.Value?.Order.State is State.Paid;

    public bool CanDeliver => Found.Value?.Order.State is State.Shipped;

    public bool CanCancel => Found.Value?.Order.State is State.Placed or State.Paid;

    /// <summary>Orders of which nothing was bought here are completed and deleted by hand.</summary>
    public bool IsByHand => Found.Value?.Order is { Lines.Count: 0, Total: null };

    public bool CanComplete => IsByHand && Found.Value?.Order.State is State.Placed;

    /// <summary>Whether all is paid back and the order does not say so yet; a cancelled one is told by the checkout.</summary>
    public bool CanMarkRefunded => Found.Value?.Order.State is State.Paid or State.Shipped or State.Delivered
        && Payments.Value?.Transactions.Any(payment => payment.State is Transaction.Types.State.Refunded) == true;

    /// <summary>A sum as forms carry it.</summary>
    public static string Plain(Google.Type.Money? amount) => (amount?.DecimalValue ?? 0).ToString("0.############", CultureInfo.InvariantCulture);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(StatusCodes.Status200OK, cancellationToken);

    public async Task<IActionResult> OnPostShipAsync(CancellationToken cancellationToken) => await AnswerAsync(
        await orders.ShipOrderAsync(
            new() { Uuid = $"{Uuid}", TrackingNumber = TrackingNumber ?? "", Etag = Etag ?? "", RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync(),
        "The order is on its way.", new() { ["tracking_number"] = "trackingNumber" }, cancellationToken);

    public async Task<IActionResult> OnPostDeliverAsync(CancellationToken cancellationToken) => await AnswerAsync(
        await orders.DeliverOrderAsync(new() { Uuid = $"{Uuid}", Etag = Etag ?? "", RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync(),
        "The order has arrived.", NoFields, cancellationToken);

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(CancelReason))
            return await WrongAsync("cancelReason", "This must be filled in.", cancellationToken);
        return await AnswerAsync(
            await orders.CancelOrderAsync(
                new() { Uuid = $"{Uuid}", Reason = CancelReason, Etag = Etag ?? "", RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync(),
            "The order is cancelled.", new() { ["reason"] = "cancelReason" }, cancellationToken);
    }

    public async Task<IActionResult> OnPostCompleteAsync(CancellationToken cancellationToken) => await AnswerAsync(
        await orders.UpdateOrderAsync(
            new() { Uuid = $"{Uuid}", Completed = true, UpdateMask = new() { Paths = { "completed" } }, Etag = Etag ?? "" }, cancellationToken: cancellationToken).ReplyAsync(),
        "The order is completed.", NoFields, cancellationToken);

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken)
    {
        var order = await ReadAsync(cancellationToken);
        var answer = await orders.DeleteOrderAsync(new() { Uuid = $"{Uuid}", Etag = Etag ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return await AnswerAsync(answer, "", NoFields, cancellationToken);
        Deleted = order.Value?.Order.Name ?? $"{Uuid}";
        return Redirect("/operator/orders");
    }

    public async Task<IActionResult> OnPostRefundAsync(CancellationToken cancellationToken)
    {
        if (prices.Read(Amount) is not { } amount)
            return await WrongAsync("amount", "This is not an amount.", cancellationToken);
        if (string.IsNullOrWhiteSpace(RefundReason))
            return await WrongAsync("refundReason", "This must be filled in.", cancellationToken);
        var payment = await transactions.GetTransactionAsync(new() { TransactionId = TransactionId ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (payment.Value is { } now && now.OrderUuid != $"{Uuid}")
            return NotFound();
        // The service keeps the sum within what was paid, but only the writer knows what he took for paid back already.
        if (payment.Value is { } seen && Plain(seen.Refunded) != Seen)
        {
            Errors = new(texts["Something was paid back in the meantime. Here is how it is now."].Value, NoFields);
            return await ShowAsync(StatusCodes.Status409Conflict, cancellationToken);
        }

        var answer = await transactions.RefundAsync(
            new() { TransactionId = TransactionId ?? "", Amount = amount, Reason = RefundReason, RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        var order = await ReadAsync(cancellationToken);
        if (answer.Value is not { State: Transaction.Types.State.Refunded } || order.Value?.Order.State is State.Cancelled or State.Refunded)
            return await AnswerAsync(answer, "The money is paid back.", new() { ["amount"] = "amount", ["reason"] = "refundReason" }, cancellationToken);
        return await OnPostRefundedAsync(cancellationToken);
    }

    /// <summary>Says of an order that all of it is paid back: the second half of a whole refund, which can be asked for alone when it was cut off.</summary>
    public async Task<IActionResult> OnPostRefundedAsync(CancellationToken cancellationToken) => await AnswerAsync(
        await orders.MarkOrderRefundedAsync(new() { Uuid = $"{Uuid}", RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync(),
        "The money is paid back.", NoFields, cancellationToken);

    private Task<Reply<ReadOrderResponse>> ReadAsync(CancellationToken cancellationToken) =>
        orders.ReadOrderAsync(new() { Uuid = $"{Uuid}" }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();

    private async Task<IActionResult> AnswerAsync<T>(Reply<T> answer, string done, Dictionary<string, string> fields, CancellationToken cancellationToken)
        where T : class
    {
        if (!answer.IsValue)
        {
            Errors = SalesText.Refused(answer.Problem, fields, texts);
            return await ShowAsync(answer.Problem.HttpStatus, cancellationToken);
        }

        Done = done;
        return Redirect($"/operator/orders/{Uuid}");
    }

    private Task<IActionResult> WrongAsync(string field, string text, CancellationToken cancellationToken)
    {
        Errors = new(null, new Dictionary<string, string> { [field] = texts[text].Value });
        return ShowAsync(StatusCodes.Status400BadRequest, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(int status, CancellationToken cancellationToken)
    {
        var payments = transactions.ListTransactionsAsync(new() { OrderUuid = $"{Uuid}" }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        var events = orders.ListOrderEventsAsync(new() { Uuid = $"{Uuid}", PageSize = EventsOnPage }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Found = await ReadAsync(cancellationToken);
        (Payments, Events) = (await payments, await events);
        if (Found.Problem?.HttpStatus is StatusCodes.Status404NotFound)
            return NotFound();
        Response.StatusCode = Found.Problem?.HttpStatus ?? status;
        // The forms are made for the order as it is shown now.
        ModelState.Clear();
        Etag = Found.Value?.Order.Etag;
        RequestId = Guid.NewGuid().ToString();
        return Page();
    }
}
