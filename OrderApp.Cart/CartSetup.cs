using OrderApp.Buying.Campaigns;
using OrderApp.Buying.Cancelling;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Common;
using OrderApp.Buying.Filling;
using OrderApp.Buying.Operating;
using OrderApp.Buying.Pricing;
using OrderApp.Buying.Running;
using OrderApp.Buying.Storage;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Mail;

namespace OrderApp.Buying;

/// <summary>What the cart service is made of.</summary>
internal static class CartSetup
{
    // Statements are planned once, not each time, and through the indexes: the tables begin small, and a plan that reads all of one would stay when it
    // has grown.
    private const string SessionOptions =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    public static void AddCart(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CartOptions>().BindConfiguration("Cart").ValidateDataAnnotations().ValidateOnStart();
        builder.AddServiceDatabase<CartDbContext>("cartdb", settings => settings.Options ??= SessionOptions);
        services.AddSingleton<CartDatabase>();
        builder.AddServiceClient<Catalogue.CatalogueClient>("catalogue", inOwnName: true);
        builder.AddServiceClient<Inventory.InventoryClient>("inventory", inOwnName: true);
        builder.AddServiceClient<Transactions.TransactionsClient>("transactions", inOwnName: true);
        builder.AddServiceClient<OrderService.OrderServiceClient>("orderservice", inOwnName: true);
        services.AddSingleton(new ShopMoney(builder.Configuration[ShopMoney.Setting]));
        services.AddSingleton<CartMetrics>();

        services.AddSingleton<CartStore>();
        services.AddSingleton<Prices>();
        services.AddSingleton<Stocks>();
        services.AddSingleton<CartMessages>();
        services.AddSingleton<FillHandler>();
        services.AddHostedService<GuestCartExpiry>();

        services.AddSingleton<CheckoutStore>();
        services.AddSingleton<BuyingSteps>();
        services.AddSingleton<UndoingSteps>();
        services.AddSingleton<RefundingSteps>();
        services.AddSingleton<CheckoutRun>();
        services.AddSingleton<CheckoutRuns>();
        services.AddHostedService<ResumeWorker>();
        services.AddHostedService<CancellationFollower>();

        services.AddSingleton<CheckoutMessages>();
        services.AddSingleton<CheckoutAnswers>();
        services.AddSingleton<CheckoutHandler>();
        services.AddSingleton<CheckoutDesk>();
        services.AddSingleton<CartGrpcService>();

        services.AddSingleton<CampaignStore>();
        services.AddSingleton<CampaignHandler>();
        services.AddSingleton<CampaignGrpcService>();
        if (builder.Configuration.GetSection("services:userservice").Exists())
        {
            builder.AddServiceClient<Accounts.AccountsClient>("userservice", inOwnName: true);
            services.AddHostedService<ReceiverGathering>();
            builder.AddMails<CampaignOutbox, CampaignMail>();
        }
    }
}
