using System.Net.Sockets;
using System.Text;
using OrderApp.Tests.Resilience.Http2;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Below messages and requests: bytes that are no HTTP/2, and no HTTP/1.1.</summary>
[Collection(nameof(FuzzSuite))]
public sealed class FrameFuzzTests(FuzzShop shop, ITestOutputHelper output)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    private static readonly string[] Beginnings =
    [
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET /order HTTP/1.0\r\n\r\n", "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n",
        "POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n",
        "POST /order HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "POST /order HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", "GET /order?\0 HTTP/1.1\r\nHost: a\r\n\r\n", "GET  /  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n folded\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n", "GET http://other/order HTTP/1.1\r\nHost: a\r\n\r\n", "* / HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002",
    ];

    [Fact]
    public async Task Whatever_comes_in_on_a_connection_no_server_fails_and_all_others_are_served()
    {
        var run = new FuzzRun(output, shop.Log);
        var servers = shop.Targets.Select(target => target.Address).Distinct().Append(shop.Marketplace.HttpAddress).ToList();

        await run.AllAsync(FuzzSettings.Cases(0.05), async (number, seed) =>
        {
            var server = servers[number % servers.Count];
            var sent = server == shop.Marketplace.HttpAddress ? Text(new(seed)) : Frames(new(seed));
            var answer = await SendAsync(server, sent);
            run.Count(answer.Length == 0 ? "closed" : "answered");
            return answer.StartsWith("HTTP/1.1 50", StringComparison.Ordinal) && answer[11] != '5' ? $"{server}, seed {seed}: {answer}\n{Convert.ToHexString(sent)}" : null;
        });

        Assert.True(await shop.IsWellAsync(), "the services are well afterwards");
    }

    private static byte[] Text(FuzzRandom random)
    {
        var text = random.Pick(Beginnings);
        var at = random.Below(text.Length);
        return random.Below(4) switch
        {
            0 => random.Bytes(300),
            1 => [.. Encoding.Latin1.GetBytes(text[..at]), .. random.Bytes(30), .. Encoding.Latin1.GetBytes(text[at..])],
            _ => Encoding.Latin1.GetBytes(text),
        };
    }

    private static byte[] Frames(FuzzRandom random)
    {
        var buffer = new SendBuffer();
        if (random.Chance(0.9))
            buffer.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        if (random.Chance(0.9))
            buffer.WriteSettings((random.Below(9), random.Pick(OddValues.Integers)));
        var call = Hpack.GrpcRequest("localhost", "/order.OrderService/ListOrders");
        for (var count = random.Below(8); count > 0; count--)
        {
            var payload = random.Chance(0.4) ? call : random.Bytes(60);
            buffer.WriteFrame((FrameType)random.Below(12), (byte)random.Below(64), random.Pick([0, 1, 1, 3, 5, 2, int.MaxValue]), payload);
        }

        buffer.Write(random.Chance(0.3) ? random.Bytes(40) : []);
        return buffer.Content.ToArray();
    }

    private static async Task<string> SendAsync(Uri server, byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(Quiet);
        try
        {
            await socket.SendAsync(bytes, limit.Token);
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var count)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // It waits for more, or has cut the connection.
        }

        return answer.ToString();
    }
}
