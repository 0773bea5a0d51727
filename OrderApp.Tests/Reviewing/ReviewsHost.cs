using Google.Rpc;
using Grpc.Core;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Reviewing;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Reviewing;

/// <summary>The reviews on a fresh database, in one replica or several, and tokens for who calls them.</summary>
internal sealed class ReviewsHost : IAsyncDisposable
{
    private readonly List<TestService<ReviewsGrpcService>> replicas = [];

    private ReviewsHost(TestTokens tokens, string connection)
    {
        (Tokens, Connection) = (tokens, connection);
        Database = NpgsqlDataSource.Create(connection);
        Operator = tokens.Operator();
    }

    public TestTokens Tokens { get; }

    public string Connection { get; }

    public Metadata Operator { get; }

    /// <summary>The service's own database, to look behind what it says.</summary>
    public NpgsqlDataSource Database { get; }

    public IReadOnlyList<Reviews.ReviewsClient> Clients => [.. replicas.Select(replica => new Reviews.ReviewsClient(replica.Channel))];

    public Reviews.ReviewsClient Client => new(replicas[0].Channel);

    public IServiceProvider Services => replicas[0].Services;

    public static async Task<ReviewsHost> StartAsync(PostgresServer postgres, int replicas = 1, params (string Key, string Value)[] settings)
    {
        var host = new ReviewsHost(await TestTokens.SharedAsync(), await postgres.CreateDatabaseAsync("reviews"));
        for (var number = 0; number < replicas; number++)
            await host.AddReplicaAsync(settings);
        return host;
    }

    /// <summary>Starts one more on the same database.</summary>
    public async Task AddReplicaAsync(params (string Key, string Value)[] settings) => replicas.Add(
        await TestService.StartAsync<ReviewsGrpcService>([("ConnectionStrings:reviewdb", Connection), Tokens.Setting, .. settings]));

    /// <summary>Ends all replicas.</summary>
    public async Task StopAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        replicas.Clear();
    }

    /// <summary>A customer with a name.</summary>
    public Metadata Customer(string name = "Emma", Guid? account = null) => Tokens.Customer(account ?? Guid.CreateVersion7(), name);

    public async Task<Review> PutAsync(Metadata customer, int bookId, int rating, string text = "", string requestId = "") =>
        await Client.PutReviewAsync(new() { BookId = bookId, Rating = rating, Text = text, RequestId = requestId }, customer);

    public async Task<Review> HideAsync(string id, string reason = "spam", string requestId = "") =>
        await Client.HideReviewAsync(new() { ReviewId = id, Reason = reason, RequestId = requestId }, Operator);

    public async Task<IReadOnlyList<Review>> ListAsync(int bookId, Metadata? caller = null, bool showHidden = false) =>
        (await Client.ListReviewsAsync(new() { BookId = bookId, ShowHidden = showHidden }, caller)).Reviews;

    public async Task<Ratings> RatingsAsync(int bookId) => (await Client.GetRatingsAsync(new() { BookIds = { bookId } })).Ratings.Single();

    /// <summary>The status and the reason that a call is refused with.</summary>
    public static async Task<(StatusCode Code, string? Reason)> RefusalAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        return (error.StatusCode, error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Database.DisposeAsync();
    }
}
