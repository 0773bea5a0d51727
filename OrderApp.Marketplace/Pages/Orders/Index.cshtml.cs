using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Api;
using OrderApp.Marketplace.Customers;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Marketplace.Pages.Orders;

internal sealed class OrdersModel(
    OrderService.OrderServiceClient orders, Customer customer, Guests guests, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const int OrdersOnPage = 25;

    [BindProperty(SupportsGet = true)]
    public string PageToken { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool? Completed { get; set; }

    /// <summary>The name of an order that was just deleted.</summary>
    [TempData]
    public string? Deleted { get; set; }

    /// <summary>What was typed as the name of a new order.</summary>
    public string Name { get; private set; } = "";

    public string? NameError { get; private set; }

    public string RequestId { get; private set; } = Guid.NewGuid().ToString();

    public Reply<ListOrdersResponse> Orders { get; private set; } = null!;

    /// <summary>Whose orders these are; empty for nobody's, where there are no guests. Operators have pages of their own for everybody's.</summary>
    public string CustomerId => Caller.Of(HttpContext) is { CustomerId: { } id } ? id.ToString() : "";

    public bool IsSignedIn => Visitor.Of(HttpContext).IsSignedIn;

    /// <summary>Whether the visitor cannot have ordered yet.</summary>
    public bool IsNew => CustomerId.Length == 0 && guests.AreKnown && !Visitor.Of(HttpContext).IsSignedIn;

    public bool IsFiltered => !string.IsNullOrEmpty(Query) || Completed is not null || PageToken.Length > 0;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(StatusCodes.Status200OK, cancellationToken);

    public async Task<IActionResult> OnPostCreateAsync(string? requestId, CancellationToken cancellationToken)
    {
        // As typed: binding would make blanks of it nothing, and the field has to keep them.
        Name = Request.HasFormContentType ? Request.Form["name"].ToString() : "";
        RequestId = requestId ?? RequestId;
        guests.Introduce(HttpContext);
        var request = new CreateOrderRequest { Name = Name, RequestId = RequestId, UserId = customer.Introduce(HttpContext) };
        var made = await orders.CreateOrderAsync(request, cancellationToken: cancellationToken).ReplyAsync();
        if (made.IsValue)
            return RedirectToPage("/Orders/Order", new { made.Value.Order.Uuid, placed = true });

        NameError = OrderErrorText.Of(made.Problem, texts);
        await ShowAsync(made.Problem.HttpStatus, cancellationToken);
        return Page();
    }

    /// <summary>All these orders as a file: the JSON API, which does not know visitors by their cookies, would give those of nobody.</summary>
    public async Task<IActionResult> OnGetExportAsync()
    {
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        await OrderExport.WriteAsync(HttpContext, orders, new() { CustomerId = CustomerId });
        return new EmptyResult();
    }

    /// <summary>The address of another page of the same list.</summary>
    public string Link(string pageToken)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("query", Query), ("completed", Completed?.ToString().ToLowerInvariant()), ("pageToken", pageToken) })
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return "/orders" + query;
    }

    private async Task ShowAsync(int status, CancellationToken cancellationToken)
    {
        PageToken ??= "";
        if (IsNew)
        {
            Orders = new(new(), null);
            Response.StatusCode = status;
            return;
        }

        var request = new ListOrdersRequest { PageSize = OrdersOnPage, PageToken = PageToken, Query = Query ?? "", CustomerId = CustomerId };
        if (Completed is { } completed)
            request.Completed = completed;
        Orders = await orders.ListOrdersAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Response.StatusCode = Orders.Problem?.HttpStatus ?? status;
    }
}
