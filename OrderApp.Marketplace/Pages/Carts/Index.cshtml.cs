using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Pages.Offers;
using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>The visitor's cart. The address /cart is the JSON API's.</summary>
internal sealed class CartModel(VisitorCart carts, IStringLocalizer<Texts> texts) : PageModel
{
    public Reply<CartContent> Cart { get; private set; } = null!;

    /// <summary>Whether the visitor can still use a promotion that does not apply yet.</summary>
    public bool HasPromotion { get; private set; }

    /// <summary>What was not done, and why.</summary>
    public string? Failure { get; private set; }

    /// <summary>The line with a quantity that cannot be taken, and what was typed.</summary>
    public (int BookId, string Typed, string Problem)? WrongLine { get; private set; }

    /// <summary>The title of the book that was just put in.</summary>
    [TempData]
    public string? Added { get; set; }

    /// <summary>The titles of books that could not be ordered again.</summary>
    [TempData]
    public string? NotAgain { get; set; }

    public Task OnGetAsync() => ShowAsync(StatusCodes.Status200OK);

    /// <summary>How many copies there are, for the header of a page that has been open for a while.</summary>
    public async Task<IActionResult> OnGetCountAsync()
    {
        Cart = await carts.ReadAsync(HttpContext);
        return Cart.IsValue ? Counted(CartCount.In(Cart.Value)) : StatusCode(Cart.Problem.HttpStatus);
    }

    public async Task<IActionResult> OnPostAddAsync(int bookId, string? quantity, string? requestId)
    {
        if (Copies(quantity ?? "1", least: 1) is not { } copies)
        {
            Failure = texts["The number of copies must be from 1 to 99."];
            return await ShowAsync(StatusCodes.Status400BadRequest);
        }

        var answer = await carts.AddAsync(HttpContext, bookId, copies, requestId ?? "");
        if (!answer.IsValue)
            return await RefusedAsync(answer.Problem);
        Added = answer.Value.Lines.FirstOrDefault(line => line.BookId == bookId)?.Title;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSetAsync(int bookId, string? quantity, bool remove)
    {
        var copies = remove ? 0 : Copies(quantity, least: 0);
        if (copies is null)
        {
            WrongLine = (bookId, quantity ?? "", texts["The number of copies must be from 1 to 99."]);
            return await ShowAsync(StatusCodes.Status400BadRequest);
        }

        var answer = await carts.SetAsync(HttpContext, bookId, copies.Value);
        return answer.IsValue ? RedirectToPage() : await RefusedAsync(answer.Problem);
    }

    private JsonResult Counted(int count) => new(new { count, words = texts.Count("{0} copy|{0} copies", count) });

    private static int? Copies(string? typed, int least) =>
        int.TryParse(typed, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var copies) && copies >= least && copies <= Offer.Most
            ? copies
            : null;

    private Task<IActionResult> RefusedAsync(ServiceProblem problem)
    {
        Failure = CartErrorText.Of(problem, texts);
        return ShowAsync(problem.HttpStatus);
    }

    private async Task<IActionResult> ShowAsync(int status)
    {
        var promotion = carts.HasPromotionAsync(HttpContext);
        Cart = await carts.ReadAsync(HttpContext);
        HasPromotion = await promotion && Cart.Value?.Promotion is not { Length: > 0 };
        Response.StatusCode = Cart.Problem?.HttpStatus ?? status;
        return Page();
    }
}
