using OrderApp.ServiceDefaults;
using OrderApp.Stocking.Adjusting;
using OrderApp.Stocking.Changing;
using OrderApp.Stocking.Checking;
using OrderApp.Stocking.Common;
using OrderApp.Stocking.Reading;
using OrderApp.Stocking.Reserving;
using OrderApp.Stocking.Settling;
using OrderApp.Stocking.Storage;

namespace OrderApp.Stocking;

/// <summary>What the inventory is made of.</summary>
internal static class InventorySetup
{
    // Statements are planned once, not each time, and row by row through the indexes: the tables begin small, and a plan that reads all of one, or joins
    // all of it, would stay when it has grown. With 1000 books that is twice as many reservations a second.
    private const string SessionOptions =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    public static void AddInventory(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<InventoryOptions>().BindConfiguration("Inventory").ValidateDataAnnotations().ValidateOnStart();
        builder.AddServiceDatabase<InventoryDbContext>("inventorydb", settings => settings.Options ??= SessionOptions);
        services.AddSingleton<InventoryMetrics>();
        services.AddSingleton<InventoryGrpcService>();

        services.AddSingleton<StockWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<StockWriter>());
        services.AddSingleton<ReserveHandler>();
        services.AddSingleton<SettleHandler>();
        services.AddSingleton<AdjustHandler>();
        services.AddSingleton<StockHandler>();
        services.AddSingleton<LedgerHandler>();
        services.AddSingleton<LowStockHandler>();
        services.AddSingleton<StockOutHandler>();

        services.AddSingleton<Expiry>();
        services.AddHostedService<ExpiryWorker>();
        services.AddSingleton<StockCheck>();
        services.AddHostedService<StockCheckWorker>();
    }
}
