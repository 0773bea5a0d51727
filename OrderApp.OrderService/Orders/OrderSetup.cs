using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderApp.Orders.Feed;
using OrderApp.Orders.Reading;
using OrderApp.Orders.Storage;
using OrderApp.Orders.Writing;
using OrderApp.ServiceDefaults.Database;

namespace OrderApp.Orders;

/// <summary>What the order service is made of.</summary>
internal static class OrderSetup
{
    private const string Database = "orderdb";

    // The statements of batches are planned once, not each time; where a plan depends on its values (a search), it says so itself.
    private const string SessionOptions = "-c plan_cache_mode=force_generic_plan";

    // A batch leaves in one piece, or in two where it is full.
    private const int BatchBytes = 64 * 1024;

    public static void AddOrders(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OrderOptions>().BindConfiguration("Orders").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        builder.AddServiceDatabase<OrderDbContext>(Database, settings => settings.Options ??= SessionOptions);
        builder.AddSingleConnection(Database, OrderWriter.Creates, settings =>
        {
            settings.Options ??= SessionOptions;
            settings.WriteBufferSize = Math.Max(settings.WriteBufferSize, BatchBytes);
        });

        services.AddSingleton<OrderMetrics>();
        services.AddSingleton<OrderIds>();
        services.AddSingleton<OrderRequests>();
        services.AddSingleton<OrderGrpcService>();

        services.AddSingleton<FeedSignal>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<OrderHistory>();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<WatcherCount>();
        services.AddSingleton<OrderWatch>();
        services.AddHostedService<EventReader>();
        services.AddHostedService<FeedListener>();
        services.AddHostedService<FeedNotifier>();
        services.AddHostedService<Pruner>();

        services.AddSingleton<OrderList>();
        services.AddSingleton<OrderLookup>();
        services.AddHostedService(provider => provider.GetRequiredService<OrderLookup>());
        services.AddSingleton<KnownNames>();
        services.AddSingleton<OrderWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<OrderWriter>());
    }
}
