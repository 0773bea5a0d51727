using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Pages.Carts;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Orders;

internal sealed class OrderModel(
    OrderService.OrderServiceClient orders, Transactions.TransactionsClient transactions, VisitorCart cart, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const int EventsOnPage = 100;

    [BindProperty(SupportsGet = true)]
    public Guid Uuid { get; set; }

    /// <summary>True right after the order was made.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Placed { get; set; }

    /// <summary>The name of the order that was deleted, for the list's page to tell.</summary>
    [TempData]
    public string? Deleted { get; set; }

    public Reply<ReadOrderResponse> Order { get; private set; } = null!;

    public Order? Current => Order.Value?.Order;

    /// <summary>The payments of an order that was bought; null for one that was not.</summary>
    public Reply<ListTransactionsResponse>? Payments { get; private set; }

    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The titles of books that could not be put into the cart again, for the cart's page to tell.</summary>
    [TempData]
    public string? NotAgain { get; set; }

    public OrderHistory History { get; private set; } = OrderHistory.Unknown;

    /// <summary>The page of the history that is shown; empty for the first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>What was typed as the new name and not saved.</summary>
    public string? Typed { get; private set; }

    public bool IsConflict { get; private set; }

    public string? Failure { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(StatusCodes.Status200OK, cancellationToken);

    /// <summary>The order's row of the list, which the list's script puts in place.</summary>
    public async Task<IActionResult> OnGetRowAsync(CancellationToken cancellationToken)
    {
        Order = await ReadAsync(cancellationToken);
        return Current is null ? Answer(StatusCodes.Status200OK) : Partial("_OrderRow", Current);
    }

    public Task<IActionResult> OnPostRenameAsync(string? name, string? etag, CancellationToken cancellationToken)
    {
        Typed = name ?? "";
        return UpdateAsync(new() { Name = Typed, Etag = etag ?? "", UpdateMask = new() { Paths = { "name" } } }, cancellationToken);
    }

    public Task<IActionResult> OnPostCompleteAsync(bool completed, string? etag, CancellationToken cancellationToken) =>
        UpdateAsync(new() { Completed = completed, Etag = etag ?? "", UpdateMask = new() { Paths = { "completed" } } }, cancellationToken);

    public async Task<IActionResult> OnPostDeleteAsync(string? etag, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        var request = new DeleteOrderRequest { Uuid = Uuid.ToString(), Etag = etag ?? "" };
        var answer = await orders.DeleteOrderAsync(request, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return await RefusedAsync(answer.Problem, cancellationToken);

        Deleted = known.Value?.Order.Name;
        return RedirectToPage("/Orders/Index");
    }

    public async Task<IActionResult> OnPostCancelAsync(string? etag, string? requestId, CancellationToken cancellationToken)
    {
        var request = new CancelOrderRequest { Uuid = Uuid.ToString(), Etag = etag ?? "", RequestId = requestId ?? "", Reason = "by the customer" };
        var answer = await orders.CancelOrderAsync(request, cancellationToken: cancellationToken).ReplyAsync();
        return answer.IsValue ? RedirectToPage("/Orders/Order", new { Uuid }) : await RefusedAsync(answer.Problem, cancellationToken);
    }

    /// <summary>Puts what was bought into the cart once more; what is not sold any more is told there.</summary>
    public async Task<IActionResult> OnPostAgainAsync(string? requestId, CancellationToken cancellationToken)
    {
        Order = await ReadAsync(cancellationToken);
        if (Current is null)
            return await ShowAsync(StatusCodes.Status200OK, cancellationToken);

        var missing = new List<string>();
        foreach (var line in Current.Lines)
        {
            var answer = await cart.AddAsync(HttpContext, line.BookId, line.Quantity, requestId is { Length: > 0 } ? $"{requestId}-{line.BookId}" : "");
            if (answer.Problem is { IsAway: true })
                return await RefusedAsync(answer.Problem, cancellationToken);
            if (!answer.IsValue)
                missing.Add(line.Title);
        }

        NotAgain = missing.Count > 0 ? string.Join("; ", missing) : null;
        return RedirectToPage("/Carts/Index");
    }

    private async Task<IActionResult> UpdateAsync(UpdateOrderRequest request, CancellationToken cancellationToken)
    {
        request.Uuid = Uuid.ToString();
        var answer = await orders.UpdateOrderAsync(request, cancellationToken: cancellationToken).ReplyAsync();
        return answer.IsValue
            ? RedirectToPage("/Orders/Order", new { Uuid })
            : await RefusedAsync(answer.Problem, cancellationToken);
    }

    private Task<IActionResult> RefusedAsync(ServiceProblem problem, CancellationToken cancellationToken)
    {
        IsConflict = problem.HttpStatus == StatusCodes.Status412PreconditionFailed;
        Failure = OrderErrorText.Of(problem, texts);
        return ShowAsync(problem.HttpStatus, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(int status, CancellationToken cancellationToken)
    {
        var history = ReadHistoryAsync(cancellationToken);
        Order = await ReadAsync(cancellationToken);
        if (Current is { Lines.Count: > 0 })
            Payments = await ReadPaymentsAsync(cancellationToken);
        History = await history;
        return Answer(status);
    }

    private IActionResult Answer(int status)
    {
        // Of what is another's he is told no more than of what is not there.
        if (Order.Problem?.HttpStatus is StatusCodes.Status404NotFound or StatusCodes.Status403Forbidden)
            return NotFound();
        Response.StatusCode = Order.Problem?.HttpStatus ?? status;
        return Page();
    }

    private Task<Reply<ReadOrderResponse>> ReadAsync(CancellationToken cancellationToken) =>
        orders.ReadOrderAsync(new() { Uuid = Uuid.ToString() }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();

    private async Task<Reply<ListTransactionsResponse>> ReadPaymentsAsync(CancellationToken cancellationToken) =>
        await transactions.ListTransactionsAsync(
            new() { OrderUuid = Uuid.ToString() }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();

    private async Task<OrderHistory> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        var request = new ListOrderEventsRequest { Uuid = Uuid.ToString(), PageSize = EventsOnPage, PageToken = After ?? "" };
        return OrderHistory.Of(await orders.ListOrderEventsAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync());
    }
}
