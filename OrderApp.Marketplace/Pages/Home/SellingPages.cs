using OrderApp.Marketplace.Pages.Books;
using OrderApp.Marketplace.Pages.Carts;
using OrderApp.Marketplace.Pages.Offers;

namespace OrderApp.Marketplace.Pages.Home;

/// <summary>What the pages that sell need besides what all pages do.</summary>
internal static class SellingPages
{
    public static void AddSellingPages(this IServiceCollection services)
    {
        services.AddSingleton<Shelf>();
        services.AddSingleton<StockBoard>();
        services.AddSingleton<BookPages>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<VisitorCart>();
        services.AddSingleton<TypedBefore>();
    }
}
