using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

/// <summary>Reviews that answer what they were asked for; every book is rated as <see cref="Histogram"/> says.</summary>
internal sealed class FakeReviews : Reviews.ReviewsBase
{
    /// <summary>When set, every call ends with this.</summary>
    public RpcException? Refusal { get; set; }

    /// <summary>The last request that came in.</summary>
    public IMessage? Last { get; private set; }

    /// <summary>The token that it came with, as it stands in the header.</summary>
    public string? LastToken { get; private set; }

    /// <summary>How many ratings of 1, 2, 3, 4 and 5 each book has.</summary>
    public int[] Histogram { get; set; } = new int[5];

    /// <summary>What is listed of every book.</summary>
    public List<Review> Listed { get; } = [];

    /// <summary>The caller's own review of every book; null: there is none.</summary>
    public Review? Own { get; set; }

    public override Task<Review> PutReview(PutReviewRequest request, ServerCallContext context) => Answer(
        request, context, new Review { ReviewId = "r", BookId = request.BookId, AuthorName = "Emma", Rating = request.Rating, Text = request.Text });

    public override Task<Review> GetMyReview(GetMyReviewRequest request, ServerCallContext context) => Answer(
        request, context, Own ?? throw new RpcException(new(StatusCode.NotFound, $"book_id: you have not reviewed book {request.BookId}")));

    public override Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context) =>
        Answer(request, context, new ListReviewsResponse { Reviews = { Listed } });

    public override Task<GetRatingsResponse> GetRatings(GetRatingsRequest request, ServerCallContext context) =>
        Answer(request, context, new GetRatingsResponse { Ratings = { request.BookIds.Select(RatingsOf) } });

    public override Task<DeleteReviewResponse> DeleteReview(DeleteReviewRequest request, ServerCallContext context) =>
        Answer(request, context, new DeleteReviewResponse());

    public override Task<Review> HideReview(HideReviewRequest request, ServerCallContext context) =>
        Answer(request, context, new Review { ReviewId = request.ReviewId, Hidden = true, HiddenReason = request.Reason });

    public override Task<Review> ShowReview(ShowReviewRequest request, ServerCallContext context) =>
        Answer(request, context, new Review { ReviewId = request.ReviewId });

    private Ratings RatingsOf(int bookId)
    {
        var count = Histogram.Sum();
        var sum = Histogram.Select((times, index) => times * (index + 1)).Sum();
        return new() { BookId = bookId, Count = count, Average = count == 0 ? 0 : (double)sum / count, Histogram = { Histogram } };
    }

    private Task<T> Answer<T>(IMessage request, ServerCallContext context, T answer)
    {
        (Last, LastToken) = (request, context.RequestHeaders.GetValue("authorization"));
        return Refusal is null ? Task.FromResult(answer) : throw Refusal;
    }
}
