using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Backends;

/// <summary>The services the marketplace asks.</summary>
internal static class BackendSetup
{
    public static void AddBackends(this WebApplicationBuilder builder)
    {
        // Before the one in the visitor's name: of two clients of a contract the later is who asks for it gets.
        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice", Guests.OrdersInOwnName, inOwnName: true);
        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice", forGuests: true).NeedsProof();
        builder.AddServiceClient<Recommendations.RecommendationsClient>("recommendations");
        builder.AddServiceClient<Catalogue.CatalogueClient>("catalogue");
        builder.AddServiceClient<Cart.CartClient>("cart", Guests.CartsInOwnName, inOwnName: true);
        builder.AddServiceClient<Cart.CartClient>("cart", forGuests: true).NeedsProof();
        builder.AddServiceClient<Campaigns.CampaignsClient>("cart").NeedsProof();
        // What is in stock anybody may ask, also while nobody can be proven to be who he is.
        builder.AddServiceClient<Inventory.InventoryClient>("inventory");
        builder.AddServiceClient<Transactions.TransactionsClient>("transactions", forGuests: true).NeedsProof();
        // As what is in stock; whose review it is the service knows by the token.
        builder.AddServiceClient<Reviews.ReviewsClient>("reviews");
        builder.AddServiceClient<RouteGuide.RouteGuideClient>("routeguide");
        builder.AddServiceClient<Accounts.AccountsClient>("userservice").NeedsProof().TellsAddress();
    }
}
