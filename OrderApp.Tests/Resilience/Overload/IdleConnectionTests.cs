using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Net.Client;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Overload;

/// <summary>Clients that come, say hello and keep their connections.</summary>
[Collection(nameof(OverloadSuite))]
public sealed class IdleConnectionTests(ITestOutputHelper output)
{
    private const long MostPerConnection = 100 * 1024;
    private static readonly int Idle = OverloadTime.IsLong ? 10_000 : 1000;
    private static readonly TimeSpan Answered = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Thousands_of_idle_connections_cost_little_and_the_one_beyond_the_limit_is_closed()
    {
        await using var shop = await FrontDoorProcess.StartAsync(("Web:MaxConnections", $"{Idle + 1}"));
        using var channel = GrpcChannel.ForAddress(shop.Process.GrpcAddress);
        var users = new UserService.UserServiceClient(channel);
        await users.GetUserAsync(new() { Username = "Emma" });
        var before = shop.Process.ResidentBytes;
        var idle = new ConcurrentBag<Socket>();
        try
        {
            await Parallel.ForAsync(0, Idle, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
            {
                var socket = await shop.ConnectAsync();
                idle.Add(socket);
                Assert.True(await socket.ReceiveAsync(new byte[1024]) > 0, "an idle connection is taken");
            });
            var perConnection = (shop.Process.ResidentBytes - before) / Idle;
            using (var refused = await shop.ConnectAsync())
                Assert.True(await IsClosedAsync(refused), "the connection beyond the limit is closed");
            var watch = Stopwatch.StartNew();
            await users.GetUserAsync(new() { Username = "Emma" });
            var answered = watch.Elapsed;

            output.WriteLine($"{Idle} idle connections, {perConnection} bytes each; a call among them took {answered.TotalMilliseconds:0} ms");
            Assert.True(perConnection < MostPerConnection, $"{perConnection} bytes a connection");
            Assert.True(answered < Answered, $"a call took {answered}");
        }
        finally
        {
            foreach (var socket in idle)
                socket.Dispose();
        }

        await Eventually.TrueAsync(
            async () =>
            {
                using var socket = await shop.ConnectAsync();
                return !await IsClosedAsync(socket);
            },
            "connections are taken again", OverloadTime.Recovery);
    }

    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1024]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
