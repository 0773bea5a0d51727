using System.Globalization;
using Google.Rpc;
using Google.Type;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Buying;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Carts;

/// <summary>The cart service on a fresh database, in one replica or several, with the four services that it needs.</summary>
internal sealed class CartHost : IAsyncDisposable
{
    private readonly List<TestService<CartGrpcService>> replicas = [];
    private readonly TestTokens tokens;

    private CartHost(TestTokens tokens, FakeShop shop, string connection)
    {
        (this.tokens, Shop, Connection) = (tokens, shop, connection);
        Database = NpgsqlDataSource.Create(connection);
        Operator = tokens.Operator();
    }

    public FakeShop Shop { get; }

    public TestTokens Tokens => tokens;

    public Metadata Operator { get; }

    public string Connection { get; }

    /// <summary>The service's own database, to look behind what it says.</summary>
    public NpgsqlDataSource Database { get; }

    public Cart.CartClient Client => new(replicas[0].Channel);

    public Campaigns.CampaignsClient Campaigns => new(replicas[0].Channel);

    public IReadOnlyList<Cart.CartClient> Clients => [.. replicas.Select(replica => new Cart.CartClient(replica.Channel))];

    public IServiceProvider Services => replicas[0].Services;

    /// <summary>What makes a test's failures pass quickly.</summary>
    public static (string Key, string Value)[] Quick => [("Cart:StepTimeout", "00:00:01"), ("Cart:ResumeInterval", "00:00:00.05"), ("ServiceClients:MaxAttempts", "2")];

    public static Task<CartHost> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) => StartAsync(postgres, 1, null, settings);

    public static async Task<CartHost> StartAsync(
        PostgresServer postgres, int replicas, Action<IServiceCollection>? replace = null, params (string Key, string Value)[] settings)
    {
        var host = new CartHost(await TestTokens.SharedAsync(), await FakeShop.StartAsync(), await postgres.CreateDatabaseAsync("cart"));
        for (var i = 0; i < replicas; i++)
            host.replicas.Add(TestService<CartGrpcService>.Start(replace, [.. host.Settings, .. settings]));
        await host.IsReadyAsync();
        return host;
    }

    /// <summary>What every replica needs to know.</summary>
    public (string Key, string Value)[] Settings => [("ConnectionStrings:cartdb", Connection), tokens.Setting, .. Shop.Settings, .. Quick];

    /// <summary>A customer with an account, and his cart.</summary>
    public Buyer NewCustomer()
    {
        var id = Guid.CreateVersion7();
        return new(Client, id, tokens.Customer(id));
    }

    /// <summary>A guest for whom the marketplace asks.</summary>
    public Buyer NewGuest()
    {
        var id = Guid.NewGuid();
        return new(Client, id, tokens.Service(id));
    }

    /// <summary>An amount in cents.</summary>
    public static Money Usd(long cents) => new() { CurrencyCode = "USD", Units = cents / 100, Nanos = (int)(cents % 100) * 10_000_000 };

    /// <summary>The status and the reason that a call is refused with.</summary>
    public static async Task<(StatusCode Code, string? Reason)> RefusalAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        return (error.StatusCode, error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
    }

    /// <summary>The same, of an answer.</summary>
    public static Task<(StatusCode Code, string? Reason)> RefusalAsync<TAnswer>(AsyncUnaryCall<TAnswer> call) => RefusalAsync(() => call.ResponseAsync);

    /// <summary>Stops the last replica.</summary>
    public async Task StopReplicaAsync()
    {
        await replicas[^1].DisposeAsync();
        replicas.RemoveAt(replicas.Count - 1);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync())!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until no checkout is under way, nor a refund.</summary>
    public Task SettledAsync(TimeSpan? within = null) => Eventually.TrueAsync(
        async () => await ScalarAsync<long>("SELECT count(*) FROM checkouts WHERE due_at IS NOT NULL") == 0, "every checkout is done or undone", within);

    public async ValueTask DisposeAsync()
    {
        // What is still under way would wait for services that are gone.
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        await Shop.DisposeAsync();
        await Database.DisposeAsync();
    }

    private Task IsReadyAsync() => Eventually.TrueAsync(async () =>
    {
        foreach (var replica in replicas)
        {
            if (!(await replica.Http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode)
                return false;
        }

        return true;
    }, "the service is ready");
}

/// <summary>Somebody with a cart.</summary>
internal sealed record Buyer(Cart.CartClient Client, Guid Id, Metadata Headers)
{
    public async Task<CartContent> AddAsync(int bookId, int quantity, string requestId = "") =>
        await Client.AddItemAsync(new() { BookId = bookId, Quantity = quantity, RequestId = requestId }, Headers);

    public async Task<CartContent> SetAsync(int bookId, int quantity) => await Client.SetItemAsync(new() { BookId = bookId, Quantity = quantity }, Headers);

    public async Task<CartContent> GetAsync() => await Client.GetCartAsync(new(), Headers);

    public CheckoutRequest Request(long cents, string? requestId = null, string paymentToken = "sandbox-ok") => new()
    {
        CartId = Id.ToString(),
        RequestId = requestId ?? Guid.NewGuid().ToString(),
        Email = "emma@example.com",
        PaymentToken = paymentToken,
        ExpectedTotal = CartHost.Usd(cents),
        DeliveryAddress = new() { Name = "Emma", Line1 = "1 Main Street", City = "Highbury", Country = "GB" },
    };

    public async Task<CheckoutStatus> CheckoutAsync(long cents, string? requestId = null, string paymentToken = "sandbox-ok") =>
        await Client.CheckoutAsync(Request(cents, requestId, paymentToken), Headers);

    public async Task<CheckoutStatus> GetCheckoutAsync(string id) => await Client.GetCheckoutAsync(new() { CheckoutId = id }, Headers);
}
