using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using CartClient = OrderApp.Protos.Cart.CartClient;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>What became of a purchase. While it is under way the page asks again by itself, with scripts and without.</summary>
internal sealed class ResultModel(CartClient checkouts, VisitorCart carts, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Reply<CheckoutStatus> Checkout { get; private set; } = null!;

    public bool IsPending => Checkout.Value?.State is CheckoutStatus.Types.State.Pending;

    public Order? Order => Checkout.Value is { State: CheckoutStatus.Types.State.Completed } done ? done.Order : null;

    /// <summary>Why it failed, for the customer.</summary>
    public string Failure => CartErrorText.Of(Checkout.Value!.FailureReason, texts);

    public bool IsGuest => !Visitor.Of(HttpContext).IsSignedIn;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Checkout = await checkouts.GetCheckoutAsync(new() { CheckoutId = Id.ToString() }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        if (Checkout.Problem?.HttpStatus is StatusCodes.Status404NotFound or StatusCodes.Status403Forbidden)
            return NotFound();
        if (Order is not null)
        {
            TypedBefore.Forget(HttpContext);
            // What was bought is out of the cart now, for the header.
            await carts.ReadAsync(HttpContext);
        }

        Response.Headers.CacheControl = "no-store";
        Response.StatusCode = Checkout.Problem?.HttpStatus ?? StatusCodes.Status200OK;
        return Page();
    }
}
