using Npgsql;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>The buttons that the shop adds to the dashboard.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task The_sample_catalogue_is_loaded_once_and_a_reset_throws_it_away_with_every_order()
    {
        await using var shop = await RunningShop.OpenAsync();
        using var channel = shop.CreateChannel();
        var orders = new OrderService.OrderServiceClient(channel);
        await orders.CreateOrderAsync(new() { Name = "To be forgotten" }, cancellationToken: TestContext.Current.CancellationToken);
        var before = await CountAsync(shop, "catalogdb", "books");

        await shop.CommandAsync("catalogue", "load-sample-catalogue");
        await shop.CommandAsync("catalogue", "load-sample-catalogue");
        var loaded = await CountAsync(shop, "catalogdb", "books");
        await shop.CommandAsync("postgres", "reset-data");

        Assert.Equal(before + 400, loaded);
        await Eventually.TrueAsync(
            async () => await CountAsync(shop, "orderdb", "orders") is 0 && await CountAsync(shop, "catalogdb", "books") == before,
            "the databases are as new", TimeSpan.FromMinutes(1));
    }

    /// <summary>The rows of a table; null while there is none.</summary>
    private static async Task<long?> CountAsync(RunningShop shop, string database, string table)
    {
        await using var source = NpgsqlDataSource.Create(await shop.ConnectionStringAsync(database) + ";Pooling=false");
        await using var count = source.CreateCommand($"SELECT count(*) FROM {table}");
        try
        {
            return (long?)await count.ExecuteScalarAsync();
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName)
        {
            return null;
        }
    }
}
