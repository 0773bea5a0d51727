using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Customers;
using OrderApp.Marketplace.Pages.Carts;
using OrderApp.Marketplace.Pages.Offers;
using OrderApp.Marketplace.Problems;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Home;

internal sealed class IndexModel(
    Recommendations.RecommendationsClient recommendations, Catalogue.CatalogueClient catalogue, Customer customer, Shelf shelf, VisitorCart cart,
    PagePatience patience)
    : PageModel
{
    private const int Picks = 3;
    private const int PopularBooks = 6;

    public Reply<RecommendationResponse> Mystery { get; private set; } = null!;

    public IReadOnlyList<(BookCategory Category, Reply<RecommendationResponse> Picks)> Others { get; private set; } = [];

    public Reply<ListBooksResponse> Popular { get; private set; } = null!;

    public IReadOnlyList<Offer> Offers { get; private set; } = [];

    /// <summary>Whether the visitor can still use the promotion.</summary>
    public bool HasPromotion { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var promotion = cart.HasPromotionAsync(HttpContext);
        var popular = catalogue.ListBooksAsync(new() { PageSize = PopularBooks }, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync();
        var shelves = await Task.WhenAll(Categories.All.Select(category => PickAsync(category, cancellationToken)));
        Mystery = shelves.Single(shelf => shelf.Category == BookCategory.Mystery).Picks;
        Others = [.. shelves.Where(shelf => shelf.Category != BookCategory.Mystery)];
        Popular = await popular;
        Offers = await shelf.OffersOfAsync(Popular.Value?.Books ?? [], cancellationToken);
        HasPromotion = await promotion;
    }

    private async Task<(BookCategory Category, Reply<RecommendationResponse> Picks)> PickAsync(
        BookCategory category, CancellationToken cancellationToken)
    {
        var request = new RecommendationRequest { UserId = customer.NumberOf(HttpContext), Category = category, MaxResults = Picks };
        return (category, await recommendations.RecommendAsync(request, deadline: patience.Deadline, cancellationToken: cancellationToken).ReplyAsync());
    }
}
