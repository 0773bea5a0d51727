using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Recommending;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Recommending;

/// <summary>The recommendations service over a database of its own, and its client.</summary>
internal sealed class RecommendationService : IAsyncDisposable
{
    private readonly TestService<RecommendationsGrpcService> service;

    private RecommendationService(TestService<RecommendationsGrpcService> service)
    {
        this.service = service;
        Client = new(service.Channel);
        Database = service.Services.GetRequiredService<NpgsqlDataSource>();
    }

    public Recommendations.RecommendationsClient Client { get; }

    public NpgsqlDataSource Database { get; }

    public IServiceProvider Services => service.Services;

    /// <summary>Starts the service, and waits until it knows the books of the catalogue.</summary>
    public static async Task<RecommendationService> StartAsync(PostgresServer server, string catalogue, params (string Key, string Value)[] settings) =>
        await StartOnAsync(await server.CreateDatabaseAsync("recommend"), catalogue, settings);

    /// <summary>Starts the service, or one more of it, on a database that is there.</summary>
    public static async Task<RecommendationService> StartOnAsync(string database, string catalogue, params (string Key, string Value)[] settings) =>
        new(await TestService.StartAsync<RecommendationsGrpcService>([.. Settings(database, catalogue), .. settings]));

    /// <summary>Starts the service without waiting for anything.</summary>
    public static RecommendationService StartUnready(string database, string catalogue) =>
        new(TestService<RecommendationsGrpcService>.Start(null, Settings(database, catalogue)));

    public async Task<bool> IsReadyAsync() =>
        (await service.Http.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode;

    public async Task<List<BookRecommendation>> RecommendAsync(int user, int count, BookCategory category = BookCategory.Mystery)
    {
        var request = new RecommendationRequest { UserId = user, Category = category, MaxResults = count };
        return [.. (await Client.RecommendAsync(request, cancellationToken: TestContext.Current.CancellationToken)).Recommendations];
    }

    /// <summary>Waits until so many books are known.</summary>
    public Task KnowsAsync(int books) => Eventually.TrueAsync(
        async () => (await QueryAsync<long>("SELECT count(*) FROM books")).Single() == books, $"{books} books are known");

    public async Task<List<T>> QueryAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var values = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            values.Add(await reader.GetFieldValueAsync<T>(0, TestContext.Current.CancellationToken));
        return values;
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private static (string Key, string Value)[] Settings(string database, string catalogue) =>
    [
        ("ConnectionStrings:recommenddb", database),
        ("services:catalogue:grpc:0", catalogue),
        ("Recommendations:CatalogueRefresh", "00:00:00.1"),
    ];
}
