using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderApp.Protos;
using OrderApp.Reviewing.Common;
using OrderApp.Reviewing.DeletedAccounts;
using OrderApp.Reviewing.Moderating;
using OrderApp.Reviewing.Purchases;
using OrderApp.Reviewing.Reading;
using OrderApp.Reviewing.Repeating;
using OrderApp.Reviewing.Storage;
using OrderApp.Reviewing.Writing;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing;

/// <summary>What the service is made of.</summary>
internal static class ReviewsSetup
{
    public static void AddReviews(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ReviewOptions>().BindConfiguration("Reviews").ValidateDataAnnotations().ValidateOnStart();
        builder.AddServiceDatabase<ReviewDbContext>("reviewdb");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ReviewMetrics>();
        services.AddSingleton<ReviewsGrpcService>();

        services.AddSingleton<RepeatableRequests>();
        services.AddHostedService<RequestPruner>();
        services.AddSingleton<PutHandler>();
        services.AddSingleton<DeleteHandler>();
        services.AddSingleton<ModerationHandler>();
        services.AddSingleton<OwnReviewHandler>();
        services.AddSingleton<ListHandler>();
        services.AddSingleton<RatingsHandler>();

        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice", inOwnName: true);
        services.AddSingleton<OrderFeed>();
        services.AddHostedService<PurchaseFollower>();

        builder.AddServiceClient<Accounts.AccountsClient>("userservice", inOwnName: true);
        services.AddSingleton<DeletedAccountStore>();
        services.AddHostedService<DeletedAccountFollower>();
    }
}
