using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Books;
using OrderApp.Books.Storage;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Books;

public sealed class CatalogueSchemaTests(PostgresServer server)
{
    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var service = await BookService.StartAsync(server);
        await using var context = await service.Services.GetRequiredService<IDbContextFactory<CatalogueDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, service.Database);
    }

    [Fact]
    public async Task Books_that_were_imported_before_the_recommendations_moved_out_are_kept()
    {
        var database = await server.CreateDatabaseAsync("books");
        await using (var before = new CatalogueDbContext(new DbContextOptionsBuilder<CatalogueDbContext>().UseNpgsql(database).Options))
        {
            await before.GetService<IMigrator>().MigrateAsync("Purchases", TestContext.Current.CancellationToken);
            await before.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO books (source, source_id, title, authors, isbn, language, average_rating, ratings_count, category, search_text, title_key)
                VALUES ('list', '1', 'Kept', 'A. Writer', '', 'eng', 4.5, 10, 0, 'kept' || chr(10) || 'a. writer', 'kept');
                INSERT INTO purchases VALUES (gen_random_uuid(), 1, 10);
                """, TestContext.Current.CancellationToken);
        }

        await using var service = await BookService.StartOnAsync(database);

        var kept = Assert.Single(await service.WalkAsync(new() { Query = "kept" }));
        Assert.Equal((10, "A. Writer", 4.5, BookCategory.Mystery), (kept.Id, kept.Authors, kept.AverageRating, kept.Category));
        Assert.Equal(10, (await service.WalkAsync(new())).Count);
    }

    [Fact]
    public async Task Two_services_that_start_at_once_on_an_empty_database_both_become_ready()
    {
        var database = await server.CreateDatabaseAsync("books");

        var services = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            TestService.StartAsync<CatalogueGrpcService>(("ConnectionStrings:catalogdb", database))));

        foreach (var service in services)
        {
            var books = await new Catalogue.CatalogueClient(service.Channel).ListBooksAsync(new());
            Assert.Equal(9, books.Books.Count);
            await service.DisposeAsync();
        }
    }
}
