using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Protos;
using OrderApp.Recommending.Choosing;
using OrderApp.ServiceDefaults;

namespace OrderApp.Recommending;

/// <summary>Recommendations: which books a customer may like.</summary>
[AllowAnonymous]
internal sealed class RecommendationsGrpcService(Recommender recommender) : Recommendations.RecommendationsBase
{
    private const int MostResults = 100;

    public override async Task<RecommendationResponse> Recommend(RecommendationRequest request, ServerCallContext context)
    {
        if (!Enum.IsDefined(request.Category))
            throw GrpcErrors.NotFound("CATEGORY_NOT_FOUND", "Category not found");
        if (request.MaxResults < 0)
            throw GrpcErrors.InvalidArgument("max_results", "must not be negative");
        if (request.MaxResults == 0)
            return new();

        var count = Math.Min(request.MaxResults, MostResults);
        var books = await recommender.ChooseAsync(request.UserId, request.Category, count, context.CancellationToken);
        if (books.Count == 0 && !await recommender.KnowsBooksAsync(context.CancellationToken))
            throw GrpcErrors.Unavailable("CATALOGUE_NOT_READ", "The catalogue was not read yet");
        return new()
        {
            Recommendations = { books.Select(book => new BookRecommendation { Id = book.Id, Title = book.Title }) },
        };
    }
}
