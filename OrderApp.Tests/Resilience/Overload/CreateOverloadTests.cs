using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Overload;

/// <summary>Ten times as many orders at once as the service holds, for as long as the form says.</summary>
[Collection(nameof(OverloadSuite))]
public sealed class CreateOverloadTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Held = 64;
    private const int Callers = 10 * Held;
    private const int CallersPerChannel = 80;
    private const long MostGrowth = 300L * 1024 * 1024;
    private static readonly TimeSpan LongestAdmitted = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Ten_times_what_the_service_holds_is_refused_or_done_in_time_and_afterwards_all_is_as_before()
    {
        var database = await postgres.CreateDatabaseAsync("overload");
        await using var service = new ServiceProcess(
            typeof(OrderGrpcService).Assembly.Location,
            ("ConnectionStrings:orderdb", database), ("Orders:QueueLength", $"{Held}"), ("Orders:BatchSize", $"{Held}"), ("Logging:LogLevel:Default", "Warning"));
        await service.StartAndWaitAsync();
        var channels = Enumerable.Range(0, Callers / CallersPerChannel).Select(_ => GrpcChannel.ForAddress(service.GrpcAddress)).ToList();
        await channels[0].ConnectAsync(TestContext.Current.CancellationToken);
        await new OrderService.OrderServiceClient(channels[0]).CreateOrderAsync(new() { Name = "Before" });
        var before = service.ResidentBytes;
        var admitted = new ConcurrentBag<TimeSpan>();
        var refused = new ConcurrentDictionary<StatusCode, int>();
        var largest = before;

        var load = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(new(channels[caller % channels.Count]), load, admitted, refused))
            .Append(WatchAsync(load, () => largest = Math.Max(largest, service.ResidentBytes))));

        var recovery = Stopwatch.StartNew();
        var client = new OrderService.OrderServiceClient(channels[0]);
        await Eventually.TrueAsync(
            async () => (await client.CreateOrderAsync(new() { Name = "After" })).Order.Name == "After", "orders are taken again", OverloadTime.Recovery);
        channels.ForEach(channel => channel.Dispose());
        var slowest = admitted.Order().ElementAt((int)(admitted.Count * 0.99));
        output.WriteLine(
            $"{admitted.Count} admitted (p99 {slowest.TotalMilliseconds:0} ms), {string.Join(", ", refused.Select(code => $"{code.Value} {code.Key}"))}, "
            + $"memory {before >> 20} -> at most {largest >> 20} MiB, recovered after {recovery.ElapsedMilliseconds} ms");
        Assert.Equal([StatusCode.ResourceExhausted], refused.Keys);
        Assert.True(slowest < LongestAdmitted, $"the slowest hundredth of those admitted took {slowest} and more");
        Assert.True(largest - before < MostGrowth, $"memory grew by {(largest - before) >> 20} MiB");
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("SELECT count(*) FROM orders WHERE name = 'Load'");
        Assert.Equal((long)admitted.Count, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static async Task CallAsync(
        OrderService.OrderServiceClient client, Stopwatch load, ConcurrentBag<TimeSpan> admitted, ConcurrentDictionary<StatusCode, int> refused)
    {
        while (load.Elapsed < OverloadTime.Load)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await client.CreateOrderAsync(new() { Name = "Load" });
                admitted.Add(Stopwatch.GetElapsedTime(began));
            }
            catch (RpcException error)
            {
                refused.AddOrUpdate(error.StatusCode, 1, (_, before) => before + 1);
            }
        }
    }

    private static async Task WatchAsync(Stopwatch load, Action look)
    {
        while (load.Elapsed < OverloadTime.Load)
        {
            look();
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
