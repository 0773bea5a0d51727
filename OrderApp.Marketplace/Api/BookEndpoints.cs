using OrderApp.Protos;
using CatalogueClient = OrderApp.Protos.Catalogue.CatalogueClient;
using RecommendationsClient = OrderApp.Protos.Recommendations.RecommendationsClient;

namespace OrderApp.Marketplace.Api;

/// <summary>Books and recommendations as JSON.</summary>
internal static class BookEndpoints
{
    private const int DefaultResults = 3;

    public static async Task<IResult> ListAsync(HttpContext context, CatalogueClient catalogue)
    {
        var request = MessageInput<ListBooksRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await catalogue.ListBooksAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> ReadAsync(int id, HttpContext context, CatalogueClient catalogue) =>
        new ProtoJson(await catalogue.GetBookAsync(new() { Id = id }, cancellationToken: context.RequestAborted));

    public static async Task<IResult> RecommendAsync(HttpContext context, RecommendationsClient recommendations)
    {
        var query = context.Request.Query;
        var request = MessageInput<RecommendationRequest>.ReadQuery(query);
        if (!query.ContainsKey("max_results") && !query.ContainsKey("maxResults"))
            request.MaxResults = DefaultResults;
        return new ProtoJson(await recommendations.RecommendAsync(request, cancellationToken: context.RequestAborted));
    }
}
