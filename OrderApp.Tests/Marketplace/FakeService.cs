using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.Tests.Marketplace;

/// <summary>A gRPC server in this process that a test can stop and start again on the same port.</summary>
internal sealed class FakeService(Action<WebApplication> map, Action<IServiceCollection> register) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConnectionContext> connections = new();
    private volatile bool hangs;
    private WebApplication? app;
    private int port;

    public string Address => $"http://127.0.0.1:{port}";

    public async Task<FakeService> StartAsync()
    {
        // Empty: the settings of the service under test lie beside this assembly and are not the fake's.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection => RememberAsync(next, connection));
        }));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        register(builder.Services);
        app = builder.Build();
        app.Use((context, next) => hangs ? Task.Delay(Timeout.Infinite, context.RequestAborted) : next(context));
        map(app);
        app.MapGrpcService<AlwaysServing>();
        await app.StartAsync();
        port = new Uri(app.Urls.Single()).Port;
        return this;
    }

    /// <summary>From now on takes calls and never answers them.</summary>
    public void Hang() => hangs = true;

    /// <summary>Cuts the connections and stops, as a crash would.</summary>
    public async Task StopAsync()
    {
        if (app is null)
            return;
        foreach (var connection in connections.Values)
            connection.Abort();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task RememberAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        connections[connection.ConnectionId] = connection;
        await next(connection);
        connections.TryRemove(connection.ConnectionId, out _);
    }
}
