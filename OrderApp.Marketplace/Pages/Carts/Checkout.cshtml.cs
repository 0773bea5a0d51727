using System.Globalization;
using Google.Type;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using AccountsClient = OrderApp.Protos.Accounts.AccountsClient;
using CartClient = OrderApp.Protos.Cart.CartClient;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>The purchase, on one page: where to, for whom, how it is paid, and what it costs.</summary>
internal sealed class CheckoutModel(
    VisitorCart carts, CartClient checkouts, AccountsClient accounts, TypedBefore typedBefore, Prices prices, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const string AddressField = "delivery_address.";

    public Reply<CartContent> Cart { get; private set; } = null!;

    public CheckoutForm Typed { get; private set; } = new();

    /// <summary>The way to pay that was chosen; kept only while it was not tried.</summary>
    public string Payment { get; private set; } = "";

    /// <summary>Makes a double click one purchase.</summary>
    public string RequestId { get; private set; } = Guid.NewGuid().ToString();

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Cart = await carts.ReadAsync(HttpContext);
        if (Cart.Value is { Lines.Count: 0 })
            return RedirectToPage("/Carts/Index");
        Typed = typedBefore.Find(HttpContext) ?? await OfAccountAsync(cancellationToken);
        Response.StatusCode = Cart.Problem?.HttpStatus ?? StatusCodes.Status200OK;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? requestId, string? total, string? payment, CancellationToken cancellationToken)
    {
        Typed = CheckoutForm.Of(Request.Form);
        Payment = payment ?? "";
        RequestId = requestId is { Length: > 0 } ? requestId : RequestId;
        if (Payment.Length == 0)
            return await RefusedAsync(new(null, new Dictionary<string, string> { ["payment"] = texts["Choose how to pay."] }), StatusCodes.Status400BadRequest);

        var request = new CheckoutRequest
        {
            RequestId = RequestId, Email = Typed.Email, DeliveryAddress = Typed.ToAddress(), PaymentToken = Payment, ExpectedTotal = prices.Read(total),
            Language = Typed.Language,
        };
        var answer = await checkouts.CheckoutAsync(request, cancellationToken: cancellationToken).ReplyAsync();
        if (!answer.IsValue)
            return await RefusedAsync(ErrorsOf(answer.Problem), answer.Problem.HttpStatus);
        if (answer.Value.State is CheckoutStatus.Types.State.Failed)
        {
            // Everything is kept but the payment, and another try needs another key.
            (Payment, RequestId) = ("", Guid.NewGuid().ToString());
            return await RefusedAsync(new(CartErrorText.Of(answer.Value.FailureReason, texts), FormErrors.None.Fields), StatusCodes.Status409Conflict);
        }

        if (answer.Value.State is CheckoutStatus.Types.State.Pending)
            typedBefore.Keep(HttpContext, Typed);
        return RedirectToPage("/Carts/Result", new { Id = answer.Value.CheckoutId });
    }

    /// <summary>An amount as the form carries it, in every language the same.</summary>
    public static string Plain(Money? amount) =>
        amount is null ? "0" : (amount.Units + (amount.Nanos / 1_000_000_000m)).ToString("0.###", CultureInfo.InvariantCulture);

    private async Task<CheckoutForm> OfAccountAsync(CancellationToken cancellationToken)
    {
        if (!Visitor.Of(HttpContext).IsSignedIn)
            return new();
        var answer = await accounts.GetAccountAsync(new(), deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        return answer.Value is { } account ? new() { Email = account.Email, Name = account.Name, Language = account.Language } : new();
    }

    private FormErrors ErrorsOf(ServiceProblem problem)
    {
        if (problem.Errors.ContainsKey("expected_total") || problem.Errors.ContainsKey("cart_id"))
            return new(texts["Open your cart and begin anew."], FormErrors.None.Fields);
        if (problem.Errors.Count == 0)
            return new(CartErrorText.Of(problem, texts), FormErrors.None.Fields);
        var fields = problem.Errors.ToDictionary(
            field => field.Key.StartsWith(AddressField, StringComparison.Ordinal) ? field.Key[AddressField.Length..] : field.Key, field => field.Value);
        return FormErrors.Of(problem with { Errors = fields }, texts);
    }

    private async Task<IActionResult> RefusedAsync(FormErrors errors, int status)
    {
        Errors = errors;
        // With the total as it is now, which the next try agrees to.
        Cart = await carts.ReadAsync(HttpContext);
        Response.StatusCode = status;
        return Page();
    }
}
