using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Orders.Storage;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OrderSchemaTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_migrated_tables_are_those_of_the_model()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await using var context = await host.Service.Services.GetRequiredService<IDbContextFactory<OrderDbContext>>().CreateDbContextAsync();

        await MigratedSchema.AssertIsTheModelAsync(context, host.Database);
    }

    [Fact]
    public async Task Four_replicas_that_start_at_once_on_an_empty_database_all_serve()
    {
        var connection = await postgres.CreateDatabaseAsync("orders");

        var replicas = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OrderServiceHost.StartOnAsync(connection)));

        foreach (var replica in replicas)
            await replica.Client.CreateOrderAsync(new() { Name = "by each" });
        Assert.Equal(4, (await replicas[0].Client.ListOrdersAsync(new())).Orders.Count);
        foreach (var replica in replicas)
            await replica.DisposeAsync();
    }
}
