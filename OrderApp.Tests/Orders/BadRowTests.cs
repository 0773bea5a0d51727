using Grpc.Core;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class BadRowTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_that_the_database_refuses_does_not_fail_its_neighbours_in_the_batch(bool keyed)
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:StatementTimeout", "00:01:00"));
        await host.ExecuteAsync("ALTER TABLE orders ADD CONSTRAINT no_poison CHECK (name NOT LIKE '%poison%')");
        await using var session = await host.Database.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand("SELECT position FROM order_feed FOR UPDATE", session, transaction))
            await held.ExecuteScalarAsync();
        var first = host.Client.CreateOrderAsync(new() { Name = "holds the batch up" }).ResponseAsync;
        await Eventually.TrueAsync(async () => await host.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") > 0, "the first create is under way");

        var calls = Enumerable.Range(0, 40).Select(number => host.Client.CreateOrderAsync(new()
        {
            Name = number % 10 == 3 ? $"poison {number}" : $"good {number}",
            RequestId = keyed ? $"key {number}" : "",
        }).ResponseAsync).ToArray();
        await transaction.RollbackAsync();
        await first;

        for (var number = 0; number < calls.Length; number++)
        {
            if (number % 10 != 3)
                Assert.Equal($"good {number}", (await calls[number]).Order.Name);
            else
                await AssertRefusedWithoutDetailAsync(calls[number]);
        }

        Assert.Equal(37, await host.CountAsync("SELECT count(*) FROM orders"));
        Assert.Equal(37, await host.CountAsync("SELECT count(*) FROM order_events"));
        Assert.Equal(keyed ? 36 : 0, await host.CountAsync("SELECT count(*) FROM order_requests"));
    }

    [Fact]
    public async Task What_the_database_refuses_only_when_it_commits_is_not_acknowledged()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres);
        await host.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (NEW.name = 'late poison') EXECUTE FUNCTION refuse();
            """);
        var order = (await host.Client.CreateOrderAsync(new() { Name = "good" })).Order;
        Func<Task>[] refused =
        [
            () => host.Client.CreateOrderAsync(new() { Name = "late poison" }).ResponseAsync,
            () => host.Client.CreateOrderAsync(new() { Name = "late poison", RequestId = "key" }).ResponseAsync,
            () => host.Client.CreateOrderAsync(new() { Name = "late poison", RequestId = "key" }).ResponseAsync, // now it may be a repetition
            () => host.Client.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = "late poison" }).ResponseAsync,
        ];

        foreach (var call in refused)
            Assert.Equal(new Status(StatusCode.Internal, "internal error"), await Refusal.OfAsync(call));

        Assert.Equal(order, (await host.Client.ReadOrderAsync(new() { Uuid = order.Uuid })).Order);
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM orders"));
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM order_events"));
    }

    private static async Task AssertRefusedWithoutDetailAsync(Task<CreateOrderResponse> call)
    {
        var status = await Refusal.OfAsync(() => call);
        Assert.Equal(new Status(StatusCode.Internal, "internal error"), status);
    }
}
