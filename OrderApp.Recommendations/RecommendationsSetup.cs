using OrderApp.Protos;
using OrderApp.Recommending.Choosing;
using OrderApp.Recommending.Learning;
using OrderApp.Recommending.Storage;
using OrderApp.ServiceDefaults;

namespace OrderApp.Recommending;

/// <summary>What the service is made of.</summary>
internal static class RecommendationsSetup
{
    public static void AddRecommendations(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<RecommendationsDbContext>("recommenddb");
        builder.Services.AddScoped<Recommender>();
        builder.Services.AddScoped<BoughtTogether>();
        builder.Services.AddScoped<BookChoices>();

        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice", inOwnName: true);
        builder.Services.AddSingleton<OrderFeed>();
        builder.Services.AddHostedService<PurchaseFollower>();

        builder.AddServiceClient<Catalogue.CatalogueClient>("catalogue", inOwnName: true);
        builder.Services.AddOptions<CatalogueFollowerOptions>().BindConfiguration("Recommendations")
            .Validate(options => options.CatalogueRefresh > TimeSpan.Zero, "Recommendations:CatalogueRefresh must be longer than 0")
            .ValidateOnStart();
        builder.Services.AddHostedService<CatalogueFollower>();
        builder.Services.AddHealthChecks().AddCheck<BooksHealthCheck>("books");
    }
}
