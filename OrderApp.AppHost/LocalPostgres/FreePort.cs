using System.Net;
using System.Net.Sockets;

namespace OrderApp.AppHost.LocalPostgres;

/// <summary>TCP ports of 127.0.0.1.</summary>
public static class FreePort
{
    /// <summary>A port nobody listens on at this moment.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
