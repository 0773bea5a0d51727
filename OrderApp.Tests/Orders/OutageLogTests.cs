using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Orders;

public sealed class OutageLogTests(ITestOutputHelper output)
{
    private const int Callers = 50;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Hundreds_of_calls_that_fail_for_one_outage_are_told_in_a_few_lines()
    {
        await using var database = await OwnPostgres.StartAsync();
        await using var service = new ServiceProcess(typeof(OrderGrpcService).Assembly.Location, ("ConnectionStrings:orderdb", database.Connection));
        await service.StartAndWaitAsync();
        using var channel = GrpcChannel.ForAddress(service.GrpcAddress);
        var client = new OrderService.OrderServiceClient(channel);
        await client.CreateOrderAsync(new() { Name = "Before" });
        var before = service.Output.Count;

        await database.Server.KillAsync();
        var codes = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync(client)));

        var told = service.Output.Skip(before).ToList();
        output.WriteLine(string.Join('\n', told));
        Assert.True(codes.Sum(of => of.Count) > 10 * Callers);
        Assert.All(codes.SelectMany(of => of), code => Assert.Equal(StatusCode.Unavailable, code));
        Assert.Contains(told, line => line.Contains("CreateOrder failed: the database cannot be reached", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("ListOrders failed: the database cannot be reached", StringComparison.Ordinal));
        Assert.Single(told, line => line.Contains("Notifications are not heard", StringComparison.Ordinal));
        // A line is two on the console. Both methods have two reasons: connections that broke, and those that cannot be opened. Readiness is told too.
        Assert.True(told.Count <= 16, $"{told.Count} lines");
    }

    private static async Task<List<StatusCode>> CallAsync(OrderService.OrderServiceClient client)
    {
        var codes = new List<StatusCode>();
        for (var away = Stopwatch.StartNew(); away.Elapsed < Away;)
        {
            codes.Add((await Refusal.OfAsync(client.CreateOrderAsync(new() { Name = "Away" }))).StatusCode);
            codes.Add((await Refusal.OfAsync(client.ListOrdersAsync(new()))).StatusCode);
        }

        return codes;
    }
}
