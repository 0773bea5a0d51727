using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;
using BookReviews = OrderApp.Protos.Reviews.ReviewsClient;

namespace OrderApp.Marketplace.Pages.Operator.Opinions;

/// <summary>All reviews, newest first: an operator hides one with a reason, which its author is told, and shows it again.</summary>
internal sealed class OpinionsModel(BookReviews reviews, Catalogue.CatalogueClient catalogue, PagePatience patience, IStringLocalizer<Texts> texts) : PageModel
{
    private const int ReviewsOnPage = 30;

    /// <summary>Only reviews of this book; 0: of all.</summary>
    [BindProperty(SupportsGet = true)]
    public int Book { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? PageToken { get; set; }

    /// <summary>Which review a form is about.</summary>
    [BindProperty]
    public string? ReviewId { get; set; }

    /// <summary>Why it is hidden.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Makes a double click one deed.</summary>
    [BindProperty]
    public string RequestId { get; set; } = Guid.NewGuid().ToString();

    /// <summary>What was just done, in English.</summary>
    [TempData]
    public string? Done { get; set; }

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public Reply<ListReviewsResponse> Found { get; private set; } = null!;

    /// <summary>What the books are called, as far as that is known.</summary>
    public IReadOnlyDictionary<int, string> Titles { get; private set; } = new Dictionary<int, string>();

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(StatusCodes.Status200OK, cancellationToken);

    public async Task<IActionResult> OnPostHideAsync(CancellationToken cancellationToken) => await AnswerAsync(
        await reviews.HideReviewAsync(
            new() { ReviewId = ReviewId ?? "", Reason = Reason ?? "", RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync(),
        "The review is hidden.", cancellationToken);

    public async Task<IActionResult> OnPostShowAsync(CancellationToken cancellationToken) => await AnswerAsync(
        await reviews.ShowReviewAsync(new() { ReviewId = ReviewId ?? "", RequestId = RequestId ?? "" }, cancellationToken: cancellationToken).ReplyAsync(),
        "The review is shown again.", cancellationToken);

    /// <summary>The address of this list, or of another page of it.</summary>
    public string Link(string? pageToken)
    {
        var query = new QueryBuilder();
        if (Book > 0)
            query.Add("book", $"{Book}");
        if (!string.IsNullOrEmpty(pageToken))
            query.Add("pageToken", pageToken);
        return "/operator/reviews" + query;
    }

    public string Title(int book) => Titles.GetValueOrDefault(book) ?? texts["Book {0}", book].Value;

    private async Task<IActionResult> AnswerAsync(Reply<Review> answer, string done, CancellationToken cancellationToken)
    {
        if (answer.IsValue)
        {
            Done = done;
            return LocalRedirect(Link(PageToken));
        }

        Errors = OperatorText.Of(answer.Problem, texts);
        await ShowAsync(answer.Problem.HttpStatus, cancellationToken);
        return Page();
    }

    private async Task ShowAsync(int status, CancellationToken cancellationToken)
    {
        var request = new ListReviewsRequest { BookId = Math.Max(0, Book), PageSize = ReviewsOnPage, PageToken = PageToken ?? "", ShowHidden = true };
        Found = await reviews.ListReviewsAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Response.StatusCode = Found.Problem?.HttpStatus ?? status;
        if (Found.Value is not { Reviews.Count: > 0 } found)
            return;
        var ids = new BatchGetBooksRequest { Ids = { found.Reviews.Select(review => review.BookId).Distinct() }, IncludeHidden = true };
        var books = await catalogue.BatchGetBooksAsync(ids, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        Titles = books.Value?.Books.ToDictionary(book => book.Id, book => book.Title) ?? [];
    }
}
