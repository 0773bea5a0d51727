using OrderApp.Payments.Authorizing;
using OrderApp.Payments.Changing;
using OrderApp.Payments.Common;
using OrderApp.Payments.Providers;
using OrderApp.Payments.Reading;
using OrderApp.Payments.Receipts;
using OrderApp.Payments.Settling;
using OrderApp.Payments.Storage;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Mail;

namespace OrderApp.Payments;

/// <summary>What the service is made of.</summary>
internal static class PaymentSetup
{
    /// <summary>The name of the connection string.</summary>
    public const string Database = "paymentdb";

    private const int SandboxConnections = 4;

    // Statements are planned once, not each time, and through the indexes: the tables begin small, and a plan that reads all of one would stay when it
    // has grown.
    private const string SessionOptions =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    public static void AddPayments(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PaymentOptions>().BindConfiguration("Payments").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(new ShopMoney(builder.Configuration[ShopMoney.Setting]));
        builder.AddServiceDatabase<PaymentDbContext>(Database, settings => settings.Options ??= SessionOptions);
        services.AddSingleton<PaymentDatabase>();
        services.AddSingleton<PaymentMetrics>();

        // A shop that takes real money registers its provider here.
        services.AddSingleton<IPaymentProvider, SandboxProvider>();
        builder.AddFurtherConnections(Database, SandboxProvider.Connections, SandboxConnections, settings => settings.Options ??= SessionOptions);
        services.AddSingleton<Settlement>();
        services.AddSingleton<ProviderCalls>();
        services.AddSingleton<ReconciliationSignal>();
        services.AddSingleton<Operations>();
        services.AddHostedService<Reconciliation>();
        services.AddHostedService<Notifications>();

        services.AddSingleton<AuthorizeHandler>();
        services.AddSingleton<TransactionMove>();
        services.AddSingleton<CaptureHandler>();
        services.AddSingleton<VoidHandler>();
        services.AddSingleton<RefundHandler>();
        services.AddSingleton<TransactionReader>();
        services.AddSingleton<PaymentStatistics>();
        // Without state of a call: the same for all of them.
        services.AddSingleton<TransactionsGrpcService>();
        builder.AddMails<ReceiptOutbox, Receipt>();
    }
}
