using OrderApp.Books.Catalogue;
using OrderApp.Books.Importing;
using OrderApp.Books.Purchases;
using OrderApp.Books.Recommending;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Database;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Books;

/// <summary>What the service is made of.</summary>
internal static class BookSetup
{
    public static WebApplicationBuilder AddBooks(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<CatalogueDbContext>("catalogdb");
        builder.Services.AddServiceForEachCall<CatalogueGrpcService>();
        builder.Services.AddServiceForEachCall<RecommendationsGrpcService>();
        builder.Services.AddScoped<BookList>();
        builder.Services.AddScoped<Recommender>();
        builder.Services.AddScoped<BoughtTogether>();
        builder.Services.AddScoped<BookChoices>();
        builder.Services.AddSingleton<BookWriter>();
        builder.Services.AddSingleton<BookImport>();

        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice");
        builder.Services.AddSingleton<OrderFeed>();
        builder.Services.AddHostedService<PurchaseFollower>();
        return builder;
    }
}
