using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Books;

/// <summary>What the page of a book tells of its readers' opinions.</summary>
/// <param name="Ratings">How it is rated.</param>
/// <param name="Page">Some reviews, and where the next ones begin.</param>
/// <param name="Own">The visitor's own review; null where there is none, or nobody has signed in.</param>
internal sealed record BookReviews(Reply<Ratings> Ratings, Reply<ListReviewsResponse> Page, Review? Own);

/// <summary>Asks for reviews. While they are away the book is sold all the same.</summary>
internal sealed class ReviewDesk(Reviews.ReviewsClient reviews, PagePatience patience)
{
    private const int ReviewsOnPage = 10;

    public async Task<BookReviews> ReadAsync(HttpContext context, int bookId, string pageToken)
    {
        var cancelled = context.RequestAborted;
        var list = new ListReviewsRequest { BookId = bookId, PageSize = ReviewsOnPage, PageToken = pageToken };
        var ratings = reviews.GetRatingsAsync(new() { BookIds = { bookId } }, deadline: patience.Deadline, cancellationToken: cancelled).ReplyAsync();
        var page = reviews.ListReviewsAsync(list, deadline: patience.Deadline, cancellationToken: cancelled).ReplyAsync();
        var own = Visitor.Of(context) is { IsSignedIn: true, IsUnproven: false }
            ? await reviews.GetMyReviewAsync(new() { BookId = bookId }, deadline: patience.Deadline, cancellationToken: cancelled).ReplyAsync()
            : null;
        var answer = await ratings;
        return new(new(answer.Value?.Ratings.FirstOrDefault() ?? new(), answer.Problem), await page, own?.Value);
    }

    public Task<Reply<Review>> PutAsync(PutReviewRequest request, CancellationToken cancellationToken) =>
        reviews.PutReviewAsync(request, cancellationToken: cancellationToken).ReplyAsync();

    public Task<Reply<DeleteReviewResponse>> DeleteAsync(DeleteReviewRequest request, CancellationToken cancellationToken) =>
        reviews.DeleteReviewAsync(request, cancellationToken: cancellationToken).ReplyAsync();
}
