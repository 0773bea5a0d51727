using Grpc.Net.Client;
using OrderApp.Books;
using OrderApp.Buying;
using OrderApp.Orders;
using OrderApp.Payments;
using OrderApp.Stocking;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.EndToEnd.Selling;

/// <summary>Everything that a sale needs, each service as a process of its own and one PostgreSQL for all, to be killed.</summary>
internal sealed class SellingShop : IAsyncDisposable
{
    private readonly SmtpSink mail = new();
    private readonly TestTokens tokens;
    private readonly List<GrpcChannel> channels = [];

    private SellingShop(OwnPostgres postgres, TestTokens tokens)
    {
        (Postgres, this.tokens) = (postgres, tokens);
        Catalogue = Process<CatalogueGrpcService>("catalogdb");
        Inventory = Process<InventoryGrpcService>("inventorydb");
        Transactions = Process<TransactionsGrpcService>(
            "paymentdb", ("Payments:ProviderTimeout", "00:00:01"), ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{mail.Port}"), ("Mail:Smtp:Security", "None"));
        Orders = Process<OrderGrpcService>("orderdb");
        Cart = Process<CartGrpcService>(
            "cartdb", ("services:catalogue:grpc:0", $"{Catalogue.GrpcAddress}"), ("services:inventory:grpc:0", $"{Inventory.GrpcAddress}"),
            ("services:transactions:grpc:0", $"{Transactions.GrpcAddress}"), ("services:orderservice:grpc:0", $"{Orders.GrpcAddress}"));
    }

    public OwnPostgres Postgres { get; }

    public ServiceProcess Catalogue { get; }

    public ServiceProcess Inventory { get; }

    public ServiceProcess Transactions { get; }

    public ServiceProcess Orders { get; }

    public ServiceProcess Cart { get; }

    public IReadOnlyList<ServiceProcess> Services => [Catalogue, Inventory, Transactions, Orders, Cart];

    public TestTokens Tokens => tokens;

    public static async Task<SellingShop> OpenAsync()
    {
        var shop = new SellingShop(await OwnPostgres.StartAsync(settings: ("max_connections", "300")), await TestTokens.SharedAsync());
        foreach (var service in shop.Services)
            service.Start();
        await shop.WaitAsync();
        return shop;
    }

    /// <summary>Starts again what was killed, and waits until all say that they are ready.</summary>
    public async Task RecoverAsync()
    {
        if (Postgres.Server.ProcessId is null)
            await Postgres.Server.StartAsync();
        foreach (var service in Services.Where(service => !service.IsAlive))
            service.Start();
        await WaitAsync();
    }

    /// <summary>A channel to a service, which outlives its processes.</summary>
    public GrpcChannel ChannelTo(ServiceProcess service)
    {
        var channel = GrpcChannel.ForAddress(service.GrpcAddress, new() { MaxReconnectBackoff = TimeSpan.FromMilliseconds(500), InitialReconnectBackoff = TimeSpan.FromMilliseconds(100) });
        channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        foreach (var service in Services)
            await service.DisposeAsync();
        await Postgres.DisposeAsync();
        await mail.DisposeAsync();
    }

    private Task WaitAsync() => Task.WhenAll(Services.Select(service => service.WaitAsync()));

    private ServiceProcess Process<TService>(string database, params (string Key, string Value)[] settings) => new(
        typeof(TService).Assembly.Location,
        [
            ($"ConnectionStrings:{database}", Postgres.Server.ConnectionString(database)), tokens.Setting, ("Auth:ClientId", database), ("Auth:ClientSecret", "secret"),
            ("Logging:LogLevel:OrderApp", "Error"), .. settings,
        ]);
}
