using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Tests.Resilience.Chaos.Recording;

namespace OrderApp.Tests.Resilience.Chaos.Planted;

/// <summary>A careless service on a port of its own.</summary>
internal sealed class CarelessServer : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly GrpcChannel channel;

    private CarelessServer(WebApplication server)
    {
        this.server = server;
        channel = Replica.OpenChannel(new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port);
        Door = new("careless service", new OrderService.OrderServiceClient(channel));
    }

    public Door Door { get; }

    /// <summary>Starts it on a database that has the shop's tables.</summary>
    public static async Task<CarelessServer> StartAsync(string connection, Mistake mistake)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        builder.Services.AddSingleton(provider => new CarelessOrderService(provider.GetRequiredService<NpgsqlDataSource>(), mistake));
        var server = builder.Build();
        server.MapGrpcService<CarelessOrderService>();
        await server.StartAsync();
        return new(server);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await server.DisposeAsync();
    }
}
