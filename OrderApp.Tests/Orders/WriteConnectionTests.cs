using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class WriteConnectionTests(PostgresServer postgres)
{
    [Fact]
    public async Task Creates_go_through_one_connection_of_their_own()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        for (var round = 0; round < 10; round++)
        {
            // Lists that come together leave several connections behind in the pool.
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Client.ListOrdersAsync(new()).ResponseAsync));
            await host.Client.CreateOrderAsync(new() { Name = "Emma" });
            await host.Client.CreateOrderAsync(new() { Name = "Emma", RequestId = $"key {round}" });
        }

        Assert.Equal(1, await host.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%INSERT INTO orders %'"));
        Assert.Equal(20, await host.CountAsync("SELECT count(*) FROM orders"));
    }
}
