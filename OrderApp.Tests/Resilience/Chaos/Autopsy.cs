using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Chaos;

/// <summary>
/// Where a promise was broken: whether each replica still reads, writes and lets watch, asked over the clients' own channel, over a new one through
/// the gate and past the gate. This tells a service that hangs from a connection that does.
/// </summary>
internal static class Autopsy
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<string> OfAsync(World world, ChaosRun run)
    {
        var lines = new List<string>(run.Sittings);
        foreach (var replica in world.Replicas)
        {
            lines.Add(await AskAsync($"{replica.Name}, its clients' channel", replica.Door.Client));
            lines.Add(await AskAsync($"{replica.Name}, through the gate", replica.FromClients.Port));
            lines.Add(await AskAsync($"{replica.Name}, past the gate", replica.Port));
        }

        return string.Join('\n', lines);
    }

    private static async Task<string> AskAsync(string way, int port)
    {
        using var channel = Replica.OpenChannel(port);
        return await AskAsync(way, new OrderService.OrderServiceClient(channel));
    }

    private static async Task<string> AskAsync(string way, OrderService.OrderServiceClient client)
    {
        var nobody = Guid.NewGuid().ToString();
        return $"{way}: "
            + $"read {await TimeAsync(async () => await client.ReadOrderAsync(new() { Uuid = nobody }, deadline: Deadline()))}, "
            + $"write {await TimeAsync(async () => await client.DeleteOrderAsync(new() { Uuid = nobody }, deadline: Deadline()))}, "
            + $"watch {await TimeAsync(() => WatchAsync(client))}";
    }

    private static async Task WatchAsync(OrderService.OrderServiceClient client)
    {
        // Nothing is to be told: who is let in waits until the deadline, who is not hears why before.
        using var call = client.WatchOrders(new(), deadline: Deadline());
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }

    private static DateTime Deadline() => DateTime.UtcNow + Patience;

    private static async Task<string> TimeAsync(Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        var code = StatusCode.OK;
        try
        {
            await call();
        }
        catch (RpcException error)
        {
            code = error.StatusCode;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{code} after {watch.Elapsed.TotalMilliseconds:0} ms");
    }
}
