using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Protos;
using OrderApp.Reviewing.Moderating;
using OrderApp.Reviewing.Reading;
using OrderApp.Reviewing.Writing;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Reviewing;

/// <summary>reviews.Reviews: a handler for each method; who may call it stands beside it. The contract is in protos/reviews.proto.</summary>
internal sealed class ReviewsGrpcService(
    PutHandler put, DeleteHandler delete, ModerationHandler moderation, OwnReviewHandler own, ListHandler list, RatingsHandler ratings) : Reviews.ReviewsBase
{
    // Of those with a token, services are refused by the handlers: a review is a person's.
    [Authorize(Policies.SignedIn)]
    public override Task<Review> PutReview(PutReviewRequest request, ServerCallContext context) => put.HandleAsync(request, context);

    [Authorize(Policies.SignedIn)]
    public override Task<Review> GetMyReview(GetMyReviewRequest request, ServerCallContext context) => own.HandleAsync(request, context);

    [AllowAnonymous]
    public override Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context) => list.HandleAsync(request, context);

    [AllowAnonymous]
    public override Task<GetRatingsResponse> GetRatings(GetRatingsRequest request, ServerCallContext context) =>
        ratings.HandleAsync(request, context.CancellationToken);

    [Authorize(Policies.SignedIn)]
    public override Task<DeleteReviewResponse> DeleteReview(DeleteReviewRequest request, ServerCallContext context) => delete.HandleAsync(request, context);

    [Authorize(Policies.Operator)]
    public override Task<Review> HideReview(HideReviewRequest request, ServerCallContext context) => moderation.HideAsync(request, context);

    [Authorize(Policies.Operator)]
    public override Task<Review> ShowReview(ShowReviewRequest request, ServerCallContext context) => moderation.ShowAsync(request, context);
}
