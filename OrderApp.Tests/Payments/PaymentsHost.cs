using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Payments;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.Payments;

/// <summary>The payment service on a fresh database, with a mail server of its own.</summary>
internal sealed class PaymentsHost : IAsyncDisposable
{
    public const string Email = "ada@example.com";
    private readonly TestTokens tokens;

    private PaymentsHost(TestService<TransactionsGrpcService> service, string connection, SmtpSink mail, TestTokens tokens)
    {
        (Service, Mail, this.tokens) = (service, mail, tokens);
        Client = new(service.Channel);
        Database = NpgsqlDataSource.Create(connection);
    }

    public static ShopMoney Money { get; } = new("USD");

    public TestService<TransactionsGrpcService> Service { get; }

    public Transactions.TransactionsClient Client { get; }

    public SmtpSink Mail { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>The metadata of a service's call.</summary>
    public Metadata AsService => tokens.Service();

    public static Task<PaymentsHost> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) => StartAsync(postgres, null, settings);

    public static async Task<PaymentsHost> StartAsync(
        PostgresServer postgres, Action<IServiceCollection>? replace, params (string Key, string Value)[] settings)
    {
        var connection = await postgres.CreateDatabaseAsync("payments");
        var tokens = await TestTokens.SharedAsync();
        var mail = new SmtpSink();
        var service = TestService<TransactionsGrpcService>.Start(replace, [.. Settings(connection, tokens, mail), .. settings]);
        await Eventually.TrueAsync(
            async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode, "the service is ready");
        return new(service, connection, mail, tokens);
    }

    public static (string Key, string Value)[] Settings(string connection, TestTokens tokens, SmtpSink mail) =>
    [
        ("ConnectionStrings:paymentdb", connection), tokens.Setting, ("Payments:ReconcileEvery", "00:00:00.2"),
        ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{mail.Port}"), ("Mail:Smtp:Security", "None"), ("Mail:SiteAddress", "http://shop.example/"),
    ];

    /// <summary>A request for 25.00 that is acceptable.</summary>
    public static AuthorizeRequest NewRequest(string token = "sandbox-ok", long amount = 2500) => new()
    {
        OrderUuid = Guid.CreateVersion7().ToString(),
        Amount = Money.ToMessage(amount),
        PaymentToken = token,
        RequestId = Guid.NewGuid().ToString(),
        Email = Email,
    };

    public async Task<Transaction> AuthorizeAsync(AuthorizeRequest? request = null) => await Client.AuthorizeAsync(request ?? NewRequest(), AsService);

    public async Task<Transaction> CaptureAsync(string transaction, string? requestId = null) =>
        await Client.CaptureAsync(new() { TransactionId = transaction, RequestId = requestId ?? Guid.NewGuid().ToString() }, AsService);

    public async Task<Transaction> VoidAsync(string transaction, string? requestId = null) =>
        await Client.VoidAsync(new() { TransactionId = transaction, RequestId = requestId ?? Guid.NewGuid().ToString() }, AsService);

    public async Task<Transaction> VoidOrderAsync(string order) =>
        await Client.VoidAsync(new() { OrderUuid = order, RequestId = Guid.NewGuid().ToString() }, AsService);

    public async Task<Transaction> RefundAsync(string transaction, long amount, string? requestId = null) => await Client.RefundAsync(
        new() { TransactionId = transaction, Amount = Money.ToMessage(amount), Reason = "damaged", RequestId = requestId ?? Guid.NewGuid().ToString() },
        AsService);

    public async Task<Transaction> PayAsync(AuthorizeRequest? request = null) => await CaptureAsync((await AuthorizeAsync(request)).TransactionId);

    public async Task<Transaction> GetAsync(string transaction) => await Client.GetTransactionAsync(new() { TransactionId = transaction }, AsService);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
        await Mail.DisposeAsync();
    }
}
