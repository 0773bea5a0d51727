using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using BookReviews = OrderApp.Protos.Reviews.ReviewsClient;

namespace OrderApp.Marketplace.Api;

/// <summary>Reviews and ratings as JSON.</summary>
internal static class ReviewEndpoints
{
    public static Task<IResult> ListAsync(HttpContext context, BookReviews reviews) =>
        ListAsync(MessageInput<ListReviewsRequest>.ReadQuery(context.Request.Query), context, reviews);

    public static Task<IResult> ListOfBookAsync(int id, HttpContext context, BookReviews reviews)
    {
        var request = MessageInput<ListReviewsRequest>.ReadQuery(context.Request.Query);
        request.BookId = IdOf(id, request.BookId);
        return ListAsync(request, context, reviews);
    }

    public static async Task<IResult> ReadOwnAsync(int id, HttpContext context, BookReviews reviews) =>
        new ProtoJson(await reviews.GetMyReviewAsync(new() { BookId = id }, cancellationToken: context.RequestAborted));

    public static async Task<IResult> PutAsync(int id, HttpContext context, BookReviews reviews)
    {
        // What somebody thinks is not to stand in an address: addresses are logged.
        var request = await MessageInput<PutReviewRequest>.ReadBodyAsync(context);
        request.BookId = IdOf(id, request.BookId);
        request.RequestId = KeyOf(context.Request, request.RequestId);
        return new ProtoJson(await Preconditions.AnswerAsync(context.Response, reviews.PutReviewAsync(request, cancellationToken: context.RequestAborted)));
    }

    public static async Task<IResult> DeleteAsync(string id, HttpContext context, BookReviews reviews)
    {
        var request = new DeleteReviewRequest { ReviewId = id, RequestId = KeyOf(context.Request, "") };
        await Preconditions.AnswerAsync(context.Response, reviews.DeleteReviewAsync(request, cancellationToken: context.RequestAborted));
        return Results.NoContent();
    }

    public static async Task<IResult> HideAsync(string id, HttpContext context, BookReviews reviews)
    {
        var request = await MessageInput<HideReviewRequest>.ReadBodyAsync(context);
        (request.ReviewId, request.RequestId) = (IdOf(id, request.ReviewId), KeyOf(context.Request, request.RequestId));
        return new ProtoJson(await Preconditions.AnswerAsync(context.Response, reviews.HideReviewAsync(request, cancellationToken: context.RequestAborted)));
    }

    public static async Task<IResult> ShowAsync(string id, HttpContext context, BookReviews reviews)
    {
        var request = new ShowReviewRequest { ReviewId = id, RequestId = KeyOf(context.Request, "") };
        return new ProtoJson(await Preconditions.AnswerAsync(context.Response, reviews.ShowReviewAsync(request, cancellationToken: context.RequestAborted)));
    }

    public static async Task<IResult> RatingsAsync(HttpContext context, BookReviews reviews)
    {
        var request = MessageInput<GetRatingsRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await reviews.GetRatingsAsync(request, cancellationToken: context.RequestAborted));
    }

    private static async Task<IResult> ListAsync(ListReviewsRequest request, HttpContext context, BookReviews reviews) =>
        new ProtoJson(await reviews.ListReviewsAsync(request, cancellationToken: context.RequestAborted));

    private static int IdOf(int id, int sent) => sent == 0 || sent == id ? id : throw GrpcErrors.InvalidArgument("book_id", "is not the one in the address");

    private static string IdOf(string id, string sent) =>
        sent.Length == 0 || sent == id ? id : throw GrpcErrors.InvalidArgument("review_id", "is not the one in the address");

    private static string KeyOf(HttpRequest request, string sent) => Preconditions.Key(request) is { Length: > 0 } key ? key : sent;
}
