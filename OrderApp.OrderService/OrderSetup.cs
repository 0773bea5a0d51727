using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderApp.Orders.Assign;
using OrderApp.Orders.Change;
using OrderApp.Orders.Common;
using OrderApp.Orders.Create;
using OrderApp.Orders.DeletedAccounts;
using OrderApp.Orders.List;
using OrderApp.Orders.Read;
using OrderApp.Orders.Stats;
using OrderApp.Orders.Storage;
using OrderApp.Orders.Watch;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders;

/// <summary>What the order service is made of.</summary>
internal static class OrderSetup
{
    // The statements of batches are planned once, not each time, and through the indexes: the tables begin small, and a plan that reads all of one would
    // stay when it has grown (2.4 ms a page of events at 19,000 orders). Where a plan depends on its values (a search), it says so itself.
    private const string SessionOptions =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    public static void AddOrders(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OrderOptions>().BindConfiguration("Orders").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AccessOptions>()
            .Configure<IHostEnvironment>((access, environment) => access.AnonymousOrders = environment.IsDevelopment())
            .BindConfiguration("Access");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OrderMetrics>();
        services.AddSingleton<OrderIds>();
        services.AddSingleton<OrderAccessRules>();
        services.AddSingleton<OrderGrpcService>();
        services.AddSingleton(_ => new ShopMoney(builder.Configuration[ShopMoney.Setting]));

        builder.AddServiceDatabase<OrderDbContext>("orderdb", settings => settings.Options ??= SessionOptions);
        services.AddSingleton<FeedSignal>();
        services.AddHostedService<Pruner>();

        services.AddSingleton<CreateHandler>();
        services.AddBatcher<CreateBatcher>();
        services.AddSingleton<PurchaseRules>();
        services.AddBatcher<PurchaseBatcher>();

        services.AddSingleton<ChangeHandler>();
        services.AddBatcher<UpdateBatcher>();
        services.AddBatcher<DeleteBatcher>();
        services.AddSingleton<MoveHandler>();
        services.AddBatcher<MoveBatcher>();

        services.AddBatcher<ReadHandler>();
        services.AddSingleton<ListHandler>();
        services.AddSingleton<StatsHandler>();

        services.AddSingleton<AssignHandler>();
        if (builder.Configuration.GetSection("services:userservice").Exists())
        {
            builder.AddServiceClient<Accounts.AccountsClient>("userservice", inOwnName: true);
            services.AddSingleton<DeletedAccountStore>();
            services.AddHostedService<DeletedAccountFollower>();
        }

        services.AddSingleton<WatchHandler>();
        services.AddSingleton<HistoryHandler>();
        services.AddSingleton<Watchers>();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<EventStore>();
        services.AddHostedService<EventReader>();
        services.AddHostedService<FeedListener>();
        services.AddHostedService<FeedNotifier>();
    }

    private static void AddBatcher<TBatcher>(this IServiceCollection services) where TBatcher : class, IHostedService
    {
        services.AddSingleton<TBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<TBatcher>());
    }
}
