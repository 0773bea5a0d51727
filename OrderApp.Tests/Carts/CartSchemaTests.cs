using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Buying.Storage;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Carts;

public sealed class CartSchemaTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var host = await CartHost.StartAsync(postgres);
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<CartDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, host.Database);
    }
}
