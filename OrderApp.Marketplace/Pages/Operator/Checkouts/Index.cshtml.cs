using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Pages.Operator.Sales;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Operator.Checkouts;

/// <summary>Checkouts that do not get on: where they are, why, for how long, and a button to try again at once.</summary>
internal sealed class StuckModel(Cart.CartClient carts, PagePatience patience, TimeProvider time, IStringLocalizer<Texts> texts) : PageModel
{
    private const int CheckoutsOnPage = 50;

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    /// <summary>What was just done, in English.</summary>
    [TempData]
    public string? Done { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public Reply<ListStuckCheckoutsResponse> Found { get; private set; } = null!;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(StatusCodes.Status200OK, cancellationToken);

    // A retry is the same, however often it is asked for.
    public async Task<IActionResult> OnPostRetryAsync(string? checkoutId, CancellationToken cancellationToken)
    {
        var answer = await carts.RetryCheckoutAsync(new() { CheckoutId = checkoutId ?? "" }, cancellationToken: cancellationToken).ReplyAsync();
        if (answer.IsValue)
        {
            Done = "It is tried again now.";
            return Redirect("/operator/checkouts");
        }

        Errors = SalesText.Refused(answer.Problem, new Dictionary<string, string>(), texts);
        await ShowAsync(answer.Problem.HttpStatus, cancellationToken);
        return Page();
    }

    /// <summary>For how many whole minutes a checkout has been under way.</summary>
    public int Minutes(CheckoutStatus checkout) =>
        checkout.CreateTime is { } began ? Math.Max(0, (int)(time.GetUtcNow() - began.ToDateTimeOffset()).TotalMinutes) : 0;

    private async Task ShowAsync(int status, CancellationToken cancellationToken)
    {
        var request = new ListStuckCheckoutsRequest { PageSize = CheckoutsOnPage, PageToken = PageToken ?? "" };
        Found = await carts.ListStuckCheckoutsAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Response.StatusCode = Found.Problem?.HttpStatus ?? status;
    }
}
