using System.Diagnostics;
using Grpc.Core;
using Npgsql;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OverloadTests(PostgresServer postgres)
{
    private const int QueueLength = 16;

    [Fact]
    public async Task When_the_queue_is_full_further_creates_are_refused_at_once_and_all_others_are_done()
    {
        await using var host = await OrderServiceHost.StartAsync(postgres, ("Orders:QueueLength", $"{QueueLength}"), ("Orders:StatementTimeout", "00:01:00"));
        var order = (await host.Client.CreateOrderAsync(new() { Name = "Readable" })).Order;
        await using var session = await host.Database.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand("SELECT position FROM order_feed FOR UPDATE", session, transaction))
            await held.ExecuteScalarAsync();
        var calls = new List<Task<Protos.CreateOrderResponse>> { host.Client.CreateOrderAsync(new() { Name = "Under way" }).ResponseAsync };
        await Eventually.TrueAsync(async () => await host.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") > 0, "the first create is under way");

        calls.AddRange(Enumerable.Range(0, 100).Select(number => host.Client.CreateOrderAsync(new() { Name = $"Create {number}" }).ResponseAsync));
        await Eventually.TrueAsync(() => Task.FromResult(calls.Count(call => call.IsFaulted) == 100 - QueueLength), "what does not fit is refused");
        var watch = Stopwatch.StartNew();
        var status = await Refusal.OfAsync(host.Client.CreateOrderAsync(new() { Name = "One more" }));
        var refusedAfter = watch.Elapsed;
        var read = await host.Client.ReadOrderAsync(new() { Uuid = order.Uuid });
        await transaction.RollbackAsync();
        await Task.WhenAll(calls.Where(call => !call.IsFaulted));
        var after = await Task.WhenAll(Enumerable.Range(0, QueueLength).Select(_ => host.Client.CreateOrderAsync(new() { Name = "After" }).ResponseAsync));

        Assert.Equal(StatusCode.ResourceExhausted, status.StatusCode);
        Assert.True(refusedAfter < TimeSpan.FromSeconds(1), $"refused after {refusedAfter}");
        Assert.Equal(order, read.Order);
        Assert.All(calls.Where(call => call.IsFaulted), call =>
            Assert.Equal(StatusCode.ResourceExhausted, ((RpcException)call.Exception!.InnerException!).StatusCode));
        Assert.Equal(1 + 1 + QueueLength + after.Length, await host.CountAsync("SELECT count(*) FROM orders"));
    }
}
