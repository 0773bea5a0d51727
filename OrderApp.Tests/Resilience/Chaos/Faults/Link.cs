using System.Net;
using System.Net.Sockets;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>One connection through a gate.</summary>
internal sealed class Link(Socket client, Passage passage) : IDisposable
{
    private const int BufferSize = 16 * 1024;
    private readonly Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public bool HasLostBytes { get; private set; }

    /// <summary>Carries bytes both ways until one side ends.</summary>
    public async Task RunAsync(IPEndPoint target)
    {
        try
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(target);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Nobody is there behind the gate; the one before it is told by the break.
        }

        Dispose();
    }

    /// <summary>Ends it at once, both ways (RST).</summary>
    public void Dispose()
    {
        foreach (var socket in new[] { client, server })
        {
            try
            {
                socket.LingerState = new(true, 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Ended already.
            }

            socket.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                if (await passage.PassAsync())
                    await SendAllAsync(to, buffer.AsMemory(0, length));
                else
                    HasLostBytes = true;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await to.SendAsync(bytes)..];
    }
}
