using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Marketplace.Pages.Operator.Sales;

/// <summary>Everybody's orders, newest first: by state, day, customer and name, and as a file.</summary>
internal sealed class SalesModel(
    OrderService.OrderServiceClient orders, Accounts.AccountsClient accounts, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const int OrdersOnPage = 50;
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>All states that an order may be in.</summary>
    public static readonly IReadOnlyList<State> AllStates = [State.Placed, State.Paid, State.Shipped, State.Delivered, State.Cancelled, State.Refunded];

    /// <summary>The states that are asked for; none: all.</summary>
    [BindProperty(SupportsGet = true, Name = "state")]
    public State[]? States { get; set; }

    /// <summary>The first day, in UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>The last day, in UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>An account's id, or its address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Customer { get; set; }

    /// <summary>A part of a name, or an order's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    /// <summary>What an order that was just deleted was called.</summary>
    [TempData]
    public string? Deleted { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public Reply<ListOrdersResponse>? Found { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(Query?.Trim(), "D", out var id))
            return Redirect($"/operator/orders/{id}");
        if (await ReadRequestAsync(cancellationToken) is { } request)
        {
            (request.PageSize, request.PageToken) = (OrdersOnPage, PageToken ?? "");
            Found = await orders.ListOrdersAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        }

        Response.StatusCode = Errors.Any ? StatusCodes.Status400BadRequest : Found?.Problem?.HttpStatus ?? StatusCodes.Status200OK;
        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancellationToken)
    {
        if (await ReadRequestAsync(cancellationToken) is not { } request)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        await SalesFile.WriteAsync(HttpContext, orders, request);
        return new EmptyResult();
    }

    /// <summary>The address of another page of this list, or of its file.</summary>
    public string Link(string? pageToken, string? handler = null)
    {
        var query = new QueryBuilder();
        foreach (var state in States ?? [])
            query.Add("state", state.ToString());
        foreach (var (name, value) in new[] { ("from", From), ("to", To), ("customer", Customer), ("query", Query), ("pageToken", pageToken), ("handler", handler) })
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        return "/operator/orders" + query;
    }

    private async Task<ListOrdersRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string>();
        var request = new ListOrdersRequest
        {
            Query = Query?.Trim() ?? "",
            CreateTimeFrom = Day("from", From, 0, errors),
            CreateTimeTo = Day("to", To, 1, errors),
            States = { States ?? [] },
        };
        if (Customer?.Trim() is { Length: > 0 } customer)
            request.CustomerId = await CustomerAsync(customer, errors, cancellationToken);
        if (errors.Count == 0)
            return request;
        Errors = new(null, errors);
        return null;
    }

    private Timestamp? Day(string field, string? text, int daysLater, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9999)
            return Timestamp.FromDateTime(day.AddDays(daysLater).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        errors[field] = texts["This is not a day."].Value;
        return null;
    }

    private async Task<string> CustomerAsync(string customer, Dictionary<string, string> errors, CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(customer, "D", out var id))
            return id.ToString();
        var found = await accounts.ListAccountsAsync(new() { Query = customer, PageSize = 10 }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        var account = found.Value?.Accounts.FirstOrDefault(one => string.Equals(one.Email, customer, StringComparison.OrdinalIgnoreCase));
        if (account is null)
            errors["customer"] = texts[found.IsValue ? "Nobody has this address." : "Customers cannot be looked up at the moment."].Value;
        return account?.AccountId ?? "";
    }
}
