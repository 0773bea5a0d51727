using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;
using OrderApp.Recommending.Storage;
using OrderApp.Tests.Marketplace;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Recommending;

public sealed class CatalogueFollowerTests(PostgresServer server) : IAsyncLifetime
{
    private readonly FakeCatalogue catalogue = new();
    private FakeService books = null!;

    public async ValueTask InitializeAsync() =>
        books = await new FakeService(app => app.MapGrpcService<FakeCatalogue>(), services => services.AddSingleton(catalogue)).StartAsync();

    public ValueTask DisposeAsync() => books.DisposeAsync();

    [Fact]
    public async Task New_books_changed_ones_and_removed_ones_are_followed()
    {
        await using var service = await RecommendationService.StartAsync(server, books.Address);
        Assert.Equal([1, 2, 3], (await service.RecommendAsync(user: 1, count: 10)).Select(book => book.Id).Order());

        catalogue.Books = [catalogue.Books[0], Mystery(2, "Another title"), Mystery(4, "New"), new() { Id = 5, Title = "Of no category" }];

        await Eventually.TrueAsync(
            async () => (await service.RecommendAsync(user: 1, count: 10)).Select(book => $"{book.Id} {book.Title}").Order()
                .SequenceEqual(["1 The Maltese Falcon", "2 Another title", "4 New"]),
            "the books are those of the catalogue");
    }

    [Fact]
    public async Task While_the_catalogue_is_away_what_is_known_of_it_is_recommended_even_after_a_new_start()
    {
        var database = await server.CreateDatabaseAsync("recommend");
        await (await RecommendationService.StartOnAsync(database, books.Address)).DisposeAsync();
        await books.StopAsync();

        await using var service = await RecommendationService.StartOnAsync(database, books.Address);

        Assert.Equal([1, 2, 3], (await service.RecommendAsync(user: 1, count: 10)).Select(book => book.Id).Order());
    }

    [Fact]
    public async Task Before_the_catalogue_was_ever_read_recommendations_are_unavailable_and_the_service_is_not_ready()
    {
        await books.StopAsync();
        await using var service = RecommendationService.StartUnready(await server.CreateDatabaseAsync("recommend"), books.Address);
        await Eventually.TrueAsync(async () => (await RefusalAsync(service)).Detail == "The catalogue was not read yet", "it says why");

        Assert.Equal(StatusCode.Unavailable, (await RefusalAsync(service)).StatusCode);
        Assert.False(await service.IsReadyAsync(), "it says that it is ready");

        await books.StartAsync();
        await Eventually.TrueAsync(service.IsReadyAsync, "it is ready");
        Assert.Equal(3, (await service.RecommendAsync(user: 1, count: 3)).Count);
    }

    [Fact]
    public async Task More_books_than_a_page_holds_are_known()
    {
        catalogue.Books = [.. Enumerable.Range(1, 2500).Select(id => Mystery(id, $"Book {id}"))];

        await using var service = await RecommendationService.StartAsync(server, books.Address);

        await service.KnowsAsync(2500);
    }

    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var service = await RecommendationService.StartAsync(server, books.Address);
        await using var context = await service.Services.GetRequiredService<IDbContextFactory<RecommendationsDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);

        await MigratedSchema.AssertIsTheModelAsync(context, service.Database);
    }

    private static Book Mystery(int id, string title) => new() { Id = id, Title = title, Category = BookCategory.Mystery };

    private static async Task<Status> RefusalAsync(RecommendationService service) =>
        (await Assert.ThrowsAsync<RpcException>(() => service.RecommendAsync(user: 1, count: 3))).Status;
}
