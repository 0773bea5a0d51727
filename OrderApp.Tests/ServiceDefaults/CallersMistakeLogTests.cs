using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Tests.Resilience.Http2;
using OrderApp.Protos;
using OrderApp.Routes;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.ServiceDefaults;

public sealed class CallersMistakeLogTests(ITestOutputHelper output)
{
    private const string Method = "routeguide.RouteGuide/GetFeature";
    private const int Times = 50;

    [Fact]
    public async Task What_callers_do_wrong_leaves_no_line_in_the_log()
    {
        var told = await MistakesAsync();

        Assert.DoesNotContain(told, line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("warn:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_configuration_can_bring_a_quiet_category_back()
    {
        var told = await MistakesAsync(("Logging:LogLevel:Grpc.AspNetCore.Server.ServerCallHandler", "Error"));

        Assert.Contains(told, line => line.StartsWith("fail: Grpc.AspNetCore.Server.ServerCallHandler", StringComparison.Ordinal));
    }

    /// <summary>What a service writes while it is sent messages that are none, and calls that are taken back.</summary>
    private async Task<IReadOnlyList<string>> MistakesAsync(params (string Key, string Value)[] settings)
    {
        await using var routes = new ServiceProcess(typeof(RouteGuideGrpcService).Assembly.Location, settings);
        await routes.StartAndWaitAsync();
        var before = routes.Output.Count;

        using (var raw = new RawGrpc(routes.GrpcAddress))
        {
            for (var time = 0; time < Times; time++)
                Assert.Equal(StatusCode.InvalidArgument, (await raw.CallAsync(Method, RawGrpc.Frame([0xff, 0xff]))).StatusCode);
        }

        await TakeBackAsync(routes.GrpcAddress);
        using (var channel = GrpcChannel.ForAddress(routes.GrpcAddress))
            await new RouteGuide.RouteGuideClient(channel).GetFeatureAsync(new());
        // All it wrote has been read once it has ended.
        await routes.StopAsync();

        var told = routes.Output.Skip(before).ToList();
        output.WriteLine(string.Join('\n', told));
        Assert.Contains(told, line => line.Contains("Application is shutting down", StringComparison.Ordinal));
        return told;
    }

    // Calls whose message is half sent when their caller thinks better of it.
    private static async Task TakeBackAsync(Uri address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port);
        await SendAsync(socket, frames =>
        {
            frames.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
            frames.WriteSettings();
        });
        var streams = Enumerable.Range(0, Times).Select(number => (2 * number) + 1).ToList();
        await SendAsync(socket, frames => streams.ForEach(stream =>
        {
            frames.WriteFrame(FrameType.Headers, FrameHeader.EndHeaders, stream, Hpack.GrpcRequest("localhost", $"/{Method}"));
            frames.WriteFrame(FrameType.Data, 0, stream, [0, 0, 0, 0, 9, 1]);
        }));
        await SendAsync(socket, frames => streams.ForEach(stream => frames.WriteFrame(FrameType.Reset, 0, stream, [0, 0, 0, 8])));
    }

    // Ends when the server has taken it in: it answers a ping in its turn.
    private static async Task SendAsync(Socket socket, Action<SendBuffer> write)
    {
        var frames = new SendBuffer();
        write(frames);
        frames.WriteFrame(FrameType.Ping, 0, 0, "together"u8);
        await socket.SendAsync(frames.Content.ToArray());
        var (received, buffer) = (new List<byte>(), new byte[4096]);
        while (received.ToArray().AsSpan().IndexOf("together"u8) < 0)
        {
            var count = await socket.ReceiveAsync(buffer);
            Assert.True(count > 0, "the connection was closed");
            received.AddRange(buffer.AsSpan(0, count));
        }
    }
}
