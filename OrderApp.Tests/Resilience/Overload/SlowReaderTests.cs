using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Tests.Resilience.Http2;
using OrderApp.Orders;
using OrderApp.Protos;
using OrderApp.Tests.Orders;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Overload;

/// <summary>A crowd that asks to be told of orders and then does not read what it is told.</summary>
[Collection(nameof(OverloadSuite))]
public sealed class SlowReaderTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const int Connections = 5;
    private const int StreamsPerConnection = 100;
    private const int SlowReaders = Connections * StreamsPerConnection;
    private const int Customers = 32;
    private const string Last = "The last";
    private const long MostGrowth = 300L * 1024 * 1024;
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Hundreds_who_do_not_read_cost_little_memory_and_the_one_who_reads_is_told_in_time()
    {
        await using var service = new ServiceProcess(
            typeof(OrderGrpcService).Assembly.Location,
            ("ConnectionStrings:orderdb", await postgres.CreateDatabaseAsync("slowreaders")), ("Orders:MaxWatchers", $"{SlowReaders + 1}"));
        await service.StartAndWaitAsync();
        using var channel = GrpcChannel.ForAddress(service.GrpcAddress);
        var client = new OrderService.OrderServiceClient(channel);
        using var reader = await Watching.StartAsync(client);
        await client.CreateOrderAsync(new() { Name = "Before" });
        await reader.NextAsync();
        var before = service.ResidentBytes;
        var sockets = new List<Socket>();
        try
        {
            for (var connection = 0; connection < Connections; connection++)
                sockets.Add(await WatchWithoutReadingAsync(service.GrpcAddress));
            Assert.True(await IsFullAsync(client), "all who do not read are in");

            var (told, lag, largest) = await LoadAsync(client, reader, service);

            output.WriteLine($"{told} events told beside {SlowReaders} who do not read; largest lag {lag.TotalMilliseconds:0} ms, memory {before >> 20} -> at most {largest >> 20} MiB");
            Assert.True(lag < LongestLag, $"the one who reads was told after {lag}");
            Assert.True(largest - before < MostGrowth, $"memory grew by {(largest - before) >> 20} MiB");
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }

        await Eventually.TrueAsync(async () => !await IsFullAsync(client), "their places are free again", OverloadTime.Recovery);
    }

    /// <summary>Creates orders for a while; answers how many events the reader had of them, the largest lag, and the most memory.</summary>
    private static async Task<(int Told, TimeSpan Lag, long Memory)> LoadAsync(OrderService.OrderServiceClient client, Watching reader, ServiceProcess service)
    {
        using var ended = new CancellationTokenSource(OverloadTime.Load);
        var name = new string('n', 190);
        var customers = Task.Run(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, Customers).Select(async _ =>
            {
                while (!ended.IsCancellationRequested)
                    await client.CreateOrderAsync(new() { Name = name });
            }));
            await client.CreateOrderAsync(new() { Name = Last });
        });
        var (told, lag, memory) = (0, TimeSpan.Zero, 0L);
        for (var next = await reader.NextAsync(); next.Order.Name != Last; next = await reader.NextAsync())
        {
            var late = DateTime.UtcNow - next.EventTime.ToDateTime();
            lag = lag > late ? lag : late;
            if (told++ % 1000 == 0)
                memory = Math.Max(memory, service.ResidentBytes);
        }

        await customers;
        return (told, lag, Math.Max(memory, service.ResidentBytes));
    }

    private static async Task<bool> IsFullAsync(OrderService.OrderServiceClient client)
    {
        using var aWhile = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var call = client.WatchOrders(new(), cancellationToken: aWhile.Token);
        return (await Refusal.OfAsync(() => call.ResponseStream.MoveNext(CancellationToken.None))).StatusCode == StatusCode.ResourceExhausted;
    }

    private static async Task<Socket> WatchWithoutReadingAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(address.Host, address.Port);
        var frames = new SendBuffer();
        frames.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        frames.WriteSettings();
        var headers = Hpack.GrpcRequest("localhost", "/order.OrderService/WatchOrders");
        var body = GrpcFrame.Of(new WatchOrdersRequest());
        for (var stream = 1; stream < 2 * StreamsPerConnection; stream += 2)
        {
            frames.WriteFrame(FrameType.Headers, FrameHeader.EndHeaders, stream, headers);
            frames.WriteFrame(FrameType.Data, FrameHeader.EndStream, stream, body);
        }

        await socket.SendAsync(frames.Content.ToArray());
        await ReadHeadersAsync(socket);
        return socket;
    }

    // All that is ever read: that each stream has begun.
    private static async Task ReadHeadersAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var head = new byte[FrameHeader.Size];
        for (var begun = 0; begun < StreamsPerConnection;)
        {
            await stream.ReadExactlyAsync(head);
            var frame = FrameHeader.Read(head);
            await stream.ReadExactlyAsync(new byte[frame.Length]);
            if (frame.Type == FrameType.Headers)
                begun++;
        }
    }
}
