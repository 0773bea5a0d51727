using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderApp.Protos;

namespace OrderApp.Tests.ServiceDefaults;

/// <summary>A server that answers as it is told and remembers its calls.</summary>
internal sealed class OrderStub : OrderService.OrderServiceBase, IAsyncDisposable
{
    private readonly WebApplication app;

    private OrderStub(IPAddress address, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        app = builder.Build();
        app.MapGrpcService<OrderStub>();
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>What calls end with; OK answers them.</summary>
    public StatusCode Fail { get; set; }

    public ConcurrentQueue<(string Method, DateTime Deadline)> Calls { get; } = [];

    public static async Task<OrderStub> StartAsync(IPAddress? address = null, int port = 0)
    {
        var stub = new OrderStub(address ?? IPAddress.Loopback, port);
        await stub.app.StartAsync();
        return stub;
    }

    public override Task<CreateOrderResponse> CreateOrder(CreateOrderRequest request, ServerCallContext context) => Answer<CreateOrderResponse>(context);

    public override Task<ReadOrderResponse> ReadOrder(ReadOrderRequest request, ServerCallContext context) => Answer<ReadOrderResponse>(context);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task<TResponse> Answer<TResponse>(ServerCallContext context) where TResponse : new()
    {
        Calls.Enqueue((context.Method, context.Deadline));
        return Fail == StatusCode.OK ? Task.FromResult(new TResponse()) : throw new RpcException(new Status(Fail, "as told"));
    }
}
