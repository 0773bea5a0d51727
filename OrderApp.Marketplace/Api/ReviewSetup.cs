using OrderApp.Marketplace.Api.Description;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Api;

/// <summary>The part of the JSON API about what customers think of books.</summary>
internal static class ReviewSetup
{
    // As with orders: the service knows by the token who may do what.
    public static void MapReviews(this IEndpointRouteBuilder app)
    {
        var reviews = app.MapGroup("").WithTags("Reviews").AllowAnonymous();
        reviews.MapGet("/books/{id:int}/reviews", ReviewEndpoints.ListOfBookAsync).Describe("List a book's reviews, those written last first")
            .Query<ListReviewsRequest>("book_id").Answers<ListReviewsResponse>().Fails(400, 403);
        reviews.MapGet("/books/{id:int}/review", ReviewEndpoints.ReadOwnAsync).Describe("Read one's own review of a book")
            .Answers<Review>().Fails(400, 404);
        reviews.MapPut("/books/{id:int}/review", ReviewEndpoints.PutAsync).Describe("Write one's review of a book, or change it")
            .Body<PutReviewRequest>(Examples.Opinion).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<Review>().Fails(400, 403, 413, 415, 422);
        reviews.MapGet("/reviews", ReviewEndpoints.ListAsync).Describe("List reviews; those of all books for operators")
            .Query<ListReviewsRequest>().Answers<ListReviewsResponse>().Fails(400, 403);
        reviews.MapDelete("/reviews/{id}", ReviewEndpoints.DeleteAsync).Describe("Remove a review; for its author and operators")
            .Header(Preconditions.IdempotencyKey, Examples.Key).AnswersNothing(204).Fails(400, 403, 404, 409, 422);
        reviews.MapPost("/reviews/{id}/hide", ReviewEndpoints.HideAsync).Describe("Take a review out of lists and ratings; for operators")
            .Body<HideReviewRequest>(Examples.Hiding).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<Review>().Fails(400, 403, 404, 413, 415, 422);
        reviews.MapPost("/reviews/{id}/show", ReviewEndpoints.ShowAsync).Describe("Bring a hidden review back; for operators")
            .Header(Preconditions.IdempotencyKey, Examples.Key).Answers<Review>().Fails(400, 403, 404, 422);
        reviews.MapGet("/ratings", ReviewEndpoints.RatingsAsync).Describe("Tell how books are rated")
            .Query<GetRatingsRequest>().Answers<GetRatingsResponse>().Fails(400);
    }
}
