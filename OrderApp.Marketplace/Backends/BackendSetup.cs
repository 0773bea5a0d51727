using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Backends;

/// <summary>The services the marketplace asks.</summary>
internal static class BackendSetup
{
    public static void AddBackends(this WebApplicationBuilder builder)
    {
        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice");
        builder.AddServiceClient<Recommendations.RecommendationsClient>("recommendations");
        builder.AddServiceClient<Catalogue.CatalogueClient>("catalogue");
        builder.AddServiceClient<RouteGuide.RouteGuideClient>("routeguide");
    }
}
