using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Customers;
using OrderApp.Marketplace.Pages.Offers;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

internal sealed class BookModel(
    Catalogue.CatalogueClient catalogue, Recommendations.RecommendationsClient recommendations, Shelf shelf, ReviewDesk desk, Customer customer,
    PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const int Neighbours = 4;

    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    /// <summary>The page of reviews that is shown; empty for the first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReviewPage { get; set; }

    public Reply<Book> Book { get; private set; } = null!;

    /// <summary>The book with its stock; null while the catalogue is away.</summary>
    public Offer? Offer { get; private set; }

    public BookReviews Reviews { get; private set; } = null!;

    /// <summary>Books that are bought by those who buy such books.</summary>
    public IReadOnlyList<BookRecommendation> Together { get; private set; } = [];

    /// <summary>What was typed and not saved.</summary>
    public (string Rating, string Text)? Typed { get; private set; }

    public string? ReviewFailure { get; private set; }

    /// <summary>What was done with the visitor's review, in English.</summary>
    [TempData]
    public string? ReviewDone { get; set; }

    public string RequestId { get; private set; } = Guid.NewGuid().ToString();

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(StatusCodes.Status200OK, cancellationToken);

    public async Task<IActionResult> OnPostReviewAsync(string? rating, string? text, string? requestId, CancellationToken cancellationToken)
    {
        var request = new PutReviewRequest
        {
            BookId = Id, Text = (text ?? "").ReplaceLineEndings("\n").Trim(), RequestId = requestId ?? "",
            Rating = int.TryParse(rating, NumberStyles.None, CultureInfo.InvariantCulture, out var stars) ? stars : 0,
        };
        var answer = await desk.PutAsync(request, cancellationToken);
        if (answer.IsValue)
            return Done("Thank you! Your review is saved.");
        Typed = (rating ?? "", text ?? "");
        return await RefusedAsync(answer.Problem, cancellationToken);
    }

    public async Task<IActionResult> OnPostDeleteReviewAsync(string? reviewId, string? requestId, CancellationToken cancellationToken)
    {
        var answer = await desk.DeleteAsync(new() { ReviewId = reviewId ?? "", RequestId = requestId ?? "" }, cancellationToken);
        return answer.IsValue ? Done("Your review is deleted.") : await RefusedAsync(answer.Problem, cancellationToken);
    }

    private RedirectToPageResult Done(string done)
    {
        ReviewDone = done;
        return RedirectToPage(null, null, new { Id }, "reviews");
    }

    private Task<IActionResult> RefusedAsync(ServiceProblem problem, CancellationToken cancellationToken)
    {
        ReviewFailure = ReviewErrorText.Of(problem, texts);
        // 401 would ask a browser for another kind of credentials.
        return ShowAsync(problem.HttpStatus is StatusCodes.Status401Unauthorized ? StatusCodes.Status400BadRequest : problem.HttpStatus, cancellationToken);
    }

    private async Task<IActionResult> ShowAsync(int status, CancellationToken cancellationToken)
    {
        var reviews = Id > 0 ? desk.ReadAsync(HttpContext, Id, ReviewPage ?? "") : null;
        Book = await catalogue.GetBookAsync(new() { Id = Id }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        if (reviews is not null)
            Reviews = await reviews;
        if (Book.Problem is { HttpStatus: StatusCodes.Status404NotFound or StatusCodes.Status400BadRequest })
            return NotFound();
        if (Book.Value is { } book)
        {
            var together = TogetherAsync(book, cancellationToken);
            Offer = (await shelf.OffersOfAsync([book], cancellationToken))[0];
            Together = await together;
        }

        Response.StatusCode = Book.Problem?.HttpStatus ?? status;
        return Page();
    }

    private async Task<IReadOnlyList<BookRecommendation>> TogetherAsync(Book book, CancellationToken cancellationToken)
    {
        if (!book.HasCategory)
            return [];
        var request = new RecommendationRequest { UserId = customer.NumberOf(HttpContext), Category = book.Category, MaxResults = Neighbours + 1 };
        var answer = await recommendations.RecommendAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        return [.. (answer.Value?.Recommendations ?? []).Where(other => other.Id != book.Id).Take(Neighbours)];
    }
}
