using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Tests.Resilience.Http2;
using OrderApp.Protos;
using OrderApp.Routes;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Overload;

/// <summary>Clients that send without end: headers, resets, points and notes. Others are served meanwhile, and memory stays where it was.</summary>
[Collection(nameof(OverloadSuite))]
public sealed class FloodTests(ITestOutputHelper output)
{
    private const long MostGrowth = 150L * 1024 * 1024;

    // A minute of them levels off higher: the garbage of 80 MB of headers a second.
    private const long MostGrowthByLargeHeaders = 300L * 1024 * 1024;
    private const int Attackers = 4;
    private static readonly TimeSpan Answered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Flood = OverloadTime.IsLong ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(2);

    public static TheoryData<string> Floods => ["headers without end", "large headers", "calls taken back at once", "settings and pings"];

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_of_frames_costs_no_memory_and_the_others_are_served(string kind)
    {
        await using var shop = await FrontDoorProcess.StartAsync();
        using var channel = GrpcChannel.ForAddress(shop.Process.GrpcAddress);
        var users = new UserService.UserServiceClient(channel);
        await users.GetUserAsync(new() { Username = "Emma" });
        var before = shop.Process.ResidentBytes;
        var (largest, slowest, closed, sent) = (before, TimeSpan.Zero, 0, 0L);

        var flood = Stopwatch.StartNew();
        var attackers = Enumerable.Range(0, Attackers).Select(_ => Task.Run(async () =>
        {
            while (flood.Elapsed < Flood)
            {
                Interlocked.Add(ref sent, await AttackAsync(shop, kind, flood));
                Interlocked.Increment(ref closed);
            }
        })).ToList();
        while (flood.Elapsed < Flood)
        {
            var call = Stopwatch.StartNew();
            await users.GetUserAsync(new() { Username = "Emma" }, deadline: DateTime.UtcNow + (2 * Answered));
            slowest = slowest > call.Elapsed ? slowest : call.Elapsed;
            largest = Math.Max(largest, shop.Process.ResidentBytes);
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await Task.WhenAll(attackers);
        await Eventually.TrueAsync(
            async () => (await users.GetUserAsync(new() { Username = "Emma" })).Message.Length > 0, "all is as before", OverloadTime.Recovery);
        output.WriteLine($"{kind}: {sent >> 20} MiB over {closed} connections, memory {before >> 20} -> at most {largest >> 20} MiB, slowest other call {slowest.TotalMilliseconds:0} ms");
        var most = OverloadTime.IsLong && kind == "large headers" ? MostGrowthByLargeHeaders : MostGrowth;
        Assert.True(largest - before < most, $"memory grew by {(largest - before) >> 20} MiB");
        Assert.True(slowest < Answered, $"another client's call took {slowest}");
    }

    [Fact]
    public async Task A_trip_and_a_chat_without_end_leave_the_memory_as_it_was()
    {
        await using var routes = new ServiceProcess(typeof(RouteGuideGrpcService).Assembly.Location, ("RouteGuide:MaxNotesPerChat", "1000"));
        await routes.StartAndWaitAsync();
        using var channel = GrpcChannel.ForAddress(routes.GrpcAddress);
        var client = new RouteGuide.RouteGuideClient(channel);
        await client.GetFeatureAsync(new());
        var before = routes.ResidentBytes;
        var points = 0;

        var flood = Stopwatch.StartNew();
        using var trip = client.RecordRoute();
        for (; flood.Elapsed < Flood; points++)
            await trip.RequestStream.WriteAsync(new() { Latitude = points % 1000, Longitude = points % 777 });
        await trip.RequestStream.CompleteAsync();
        var summary = await trip;
        using var chat = client.RouteChat();
        // The status comes with the answers; a write that fails tells only that nobody takes it any more.
        var refusal = Refusal.OfAsync(async () =>
        {
            while (await chat.ResponseStream.MoveNext())
            {
            }
        });
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (var note = 0; note < 100_000; note++)
                await chat.RequestStream.WriteAsync(new() { Location = new() { Latitude = note }, Message = "again" });
        });
        var refused = await refusal;

        var after = routes.ResidentBytes;
        output.WriteLine($"{points} points, memory {before >> 20} -> {after >> 20} MiB, chat: {refused.StatusCode}");
        Assert.Equal(points, summary.PointCount);
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.True(after - before < MostGrowth, $"memory grew by {(after - before) >> 20} MiB");
    }

    // Sends on one connection until the server closes it or the time is over; answers how many bytes went out.
    private static async Task<long> AttackAsync(FrontDoorProcess shop, string kind, Stopwatch flood)
    {
        using var socket = await shop.ConnectAsync();
        var (sent, stream) = (0L, 1);
        var call = Hpack.GrpcRequest("localhost", "/userservice.UserService/GetUser");
        var large = new List<byte>(call);
        Hpack.WriteField(large, "x-large", new string('x', 12_000));
        try
        {
            while (flood.Elapsed < Flood)
            {
                var frames = new SendBuffer();
                for (var i = 0; i < 50; i++, stream += 2)
                {
                    switch (kind)
                    {
                        case "headers without end":
                            frames.WriteFrame(stream == 1 ? FrameType.Headers : FrameType.Continuation, 0, 1, stream == 1 ? call : Encoding.ASCII.GetBytes("\0\u0001a\u0001b"));
                            break;
                        case "large headers":
                            frames.WriteFrame(FrameType.Headers, FrameHeader.EndHeaders | FrameHeader.EndStream, stream, large.ToArray());
                            break;
                        case "calls taken back at once":
                            frames.WriteFrame(FrameType.Headers, FrameHeader.EndHeaders, stream, call);
                            frames.WriteFrame(FrameType.Reset, 0, stream, [0, 0, 0, 8]);
                            break;
                        default:
                            frames.WriteSettings((1, 4096));
                            frames.WriteFrame(FrameType.Ping, 0, 0, new byte[8]);
                            break;
                    }
                }

                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                sent += await socket.SendAsync(frames.Content.ToArray(), limit.Token);
                while (socket.Available > 0)
                {
                    if (await socket.ReceiveAsync(new byte[64 * 1024]) == 0)
                        return sent;
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // The server has closed the connection, or reads no more.
        }

        return sent;
    }
}
