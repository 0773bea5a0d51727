using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrderApp.LocalPostgres;

/// <summary>TCP ports of 127.0.0.1.</summary>
public static class FreePort
{
    // Below the ports that systems give to outgoing connections, one of which could have it before who asked listens there; and above 10080, which
    // browsers do not open.
    private const int First = 11_000;
    private const int End = 32_000;
    private const int Attempts = 1000;
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port nobody listens on at this moment, and that was given to nobody else in this process.</summary>
    /// <exception cref="InvalidOperationException">None was found.</exception>
    public static int Find()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port) && Given.TryAdd(port, true))
                return port;
        }

        throw new InvalidOperationException($"No free TCP port was found between {First} and {End}.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
