using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Stocking;
using OrderApp.Stocking.Checking;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Stocking;

/// <summary>The inventory on a fresh database, in one replica or several, and tokens for who calls it.</summary>
internal sealed class InventoryHost : IAsyncDisposable
{
    private readonly TestTokens tokens;
    private readonly List<TestService<InventoryGrpcService>> replicas = [];

    private InventoryHost(TestTokens tokens, string connection)
    {
        (this.tokens, Connection) = (tokens, connection);
        Database = NpgsqlDataSource.Create(connection);
        (Operator, Service) = (tokens.Operator(), tokens.Service());
    }

    public Metadata Operator { get; }

    public Metadata Service { get; }

    public TestTokens Tokens => tokens;

    public string Connection { get; }

    /// <summary>The service's own database, to look behind what it says.</summary>
    public NpgsqlDataSource Database { get; }

    public IReadOnlyList<Inventory.InventoryClient> Clients => [.. replicas.Select(replica => new Inventory.InventoryClient(replica.Channel))];

    public Inventory.InventoryClient Client => new(replicas[0].Channel);

    public AuditTrail.AuditTrailClient Trail => new(replicas[0].Channel);

    public IServiceProvider Services => replicas[0].Services;

    public static Task<InventoryHost> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) => StartAsync(postgres, 1, settings);

    public static async Task<InventoryHost> StartAsync(PostgresServer postgres, int replicas, params (string Key, string Value)[] settings)
    {
        var host = new InventoryHost(await TestTokens.StartAsync(), await postgres.CreateDatabaseAsync("inventory"));
        host.replicas.AddRange(await Task.WhenAll(Enumerable.Range(0, replicas).Select(_ => TestService.StartAsync<InventoryGrpcService>(
            [("ConnectionStrings:inventorydb", host.Connection), host.tokens.Setting, .. settings]))));
        return host;
    }

    public static ReserveRequest Request(string id, params IEnumerable<(int BookId, int Quantity)> lines) =>
        new() { ReservationId = id, Lines = { lines.Select(line => new ReservationLine { BookId = line.BookId, Quantity = line.Quantity }) } };

    public async Task<ReserveResponse> ReserveAsync(string id, params IEnumerable<(int BookId, int Quantity)> lines) =>
        await Client.ReserveAsync(Request(id, lines), Service);

    public async Task ConfirmAsync(string id) => await Client.ConfirmAsync(new() { ReservationId = id }, Service);

    public async Task ReleaseAsync(string id) => await Client.ReleaseAsync(new() { ReservationId = id }, Service);

    public async Task ReturnAsync(string id) => await Client.ReturnAsync(new() { ReservationId = id }, Service);

    public async Task<Stock> AdjustAsync(int bookId, int delta, string requestId = "") =>
        await Client.AdjustStockAsync(new() { BookId = bookId, Delta = delta, Reason = "counted", RequestId = requestId }, Operator);

    public async Task<(int Available, int Reserved, int Sold)> StockAsync(int bookId)
    {
        var stock = (await Client.GetStockAsync(new() { BookIds = { bookId } })).Stock.Single();
        return (stock.Available, stock.Reserved, stock.Sold);
    }

    /// <summary>The status and the reason that a call is refused with.</summary>
    public static async Task<(StatusCode Code, string? Reason)> RefusalAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        return (error.StatusCode, error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
    }

    /// <summary>What the service's own check finds.</summary>
    public Task<IReadOnlyList<string>> MismatchesAsync() => Services.GetRequiredService<StockCheck>().FindMismatchesAsync(TestContext.Current.CancellationToken);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        await Database.DisposeAsync();
        await tokens.DisposeAsync();
    }
}
