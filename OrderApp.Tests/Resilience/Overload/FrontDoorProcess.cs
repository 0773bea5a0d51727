using System.Net.Sockets;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Tests.Support;
using OrderApp.Users;

namespace OrderApp.Tests.Resilience.Overload;

/// <summary>The marketplace as a process whose memory can be seen, with one service behind its front door.</summary>
internal sealed class FrontDoorProcess : IAsyncDisposable
{
    private readonly TestService<UserGrpcService> users;

    private FrontDoorProcess(TestService<UserGrpcService> users, ServiceProcess process)
    {
        this.users = users;
        Process = process;
    }

    public ServiceProcess Process { get; }

    public static async Task<FrontDoorProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var users = await TestService.StartAsync<UserGrpcService>();
        var process = new ServiceProcess(
            typeof(FrontDoorRoute).Assembly.Location, [("services:userservice:grpc:0", users.GrpcAddress.ToString()), .. settings]);
        await process.StartAndWaitAsync();
        return new(users, process);
    }

    /// <summary>A connection that has said it speaks HTTP/2, and nothing else.</summary>
    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Process.GrpcAddress.Host, Process.GrpcAddress.Port);
        await socket.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray());
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await users.DisposeAsync();
    }
}
