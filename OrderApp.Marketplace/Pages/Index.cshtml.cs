using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Customers;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages;

internal sealed class IndexModel(
    Recommendations.RecommendationsClient recommendations, Catalogue.CatalogueClient catalogue, Customer customer, PagePatience patience)
    : PageModel
{
    private const int Picks = 3;
    private const int PopularBooks = 6;

    public Reply<RecommendationResponse> Mystery { get; private set; } = null!;

    public IReadOnlyList<(BookCategory Category, Reply<RecommendationResponse> Picks)> Others { get; private set; } = [];

    public Reply<ListBooksResponse> Popular { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var popular = catalogue.ListBooksAsync(new() { PageSize = PopularBooks }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        var shelves = await Task.WhenAll(Categories.All.Select(category => PickAsync(category, cancellationToken)));
        Mystery = shelves.Single(shelf => shelf.Category == BookCategory.Mystery).Picks;
        Others = [.. shelves.Where(shelf => shelf.Category != BookCategory.Mystery)];
        Popular = await popular;
    }

    private async Task<(BookCategory Category, Reply<RecommendationResponse> Picks)> PickAsync(
        BookCategory category, CancellationToken cancellationToken)
    {
        var request = new RecommendationRequest { UserId = customer.NumberOf(HttpContext), Category = category, MaxResults = Picks };
        return (category, await recommendations.RecommendAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync());
    }
}
