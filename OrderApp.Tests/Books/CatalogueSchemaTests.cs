using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Books.Catalogue;
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
    public async Task Two_services_that_start_at_once_on_an_empty_database_both_become_ready()
    {
        var database = await server.CreateDatabaseAsync("books");

        var services = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            TestService.StartAsync<CatalogueGrpcService>(("ConnectionStrings:catalogdb", database))));

        foreach (var service in services)
        {
            var books = await new Protos.Catalogue.CatalogueClient(service.Channel).ListBooksAsync(new());
            Assert.Equal(9, books.Books.Count);
            await service.DisposeAsync();
        }
    }
}
