using System.Globalization;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Protos;

namespace OrderApp.Tests.Recommending;

/// <summary>An order service in memory, whose events can be repeated and forgotten at will.</summary>
internal sealed class FakeOrderService : OrderService.OrderServiceBase, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Order> orders = [];
    private readonly List<OrderEvent> events = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? server;
    private int oldest;
    private int repeats;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>How often somebody began to watch.</summary>
    public int Watches { get; private set; }

    /// <summary>How often the orders were listed from their beginning.</summary>
    public int Listings { get; private set; }

    /// <summary>The resume token of the newest event.</summary>
    public string NewestToken => events[^1].ResumeToken;

    public (string Key, string Value) Setting => ("services:orderservice:grpc:0", Address.ToString());

    /// <summary>Starts to answer, again on the same port if it did so before.</summary>
    public async Task<FakeOrderService> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, Address.Port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        server = builder.Build();
        server.MapGrpcService<FakeOrderService>();
        await server.StartAsync();
        Address = new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return this;
    }

    public async Task StopAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await server!.StopAsync(atOnce.Token);
        await server.DisposeAsync();
        server = null;
    }

    public string Create(int userId, int bookId)
    {
        var order = new Order { Uuid = Guid.CreateVersion7().ToString(), Name = $"Book {bookId}", UserId = userId, BookId = bookId };
        Tell(OrderEvent.Types.Type.Created, order);
        return order.Uuid;
    }

    public void Create(Order order) => Tell(OrderEvent.Types.Type.Created, order);

    public void Update(string uuid, Action<Order> change)
    {
        var order = orders[uuid].Clone();
        change(order);
        Tell(OrderEvent.Types.Type.Updated, order);
    }

    public void Delete(string uuid) => Tell(OrderEvent.Types.Type.Deleted, orders[uuid]);

    /// <summary>From now on each stream begins this many events too early.</summary>
    public void Repeat(int count) => repeats = count;

    /// <summary>Keeps no event that was told so far.</summary>
    public void ForgetEvents() => oldest = events.Count;

    public override Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        const int PageSize = 2;
        lock (gate)
        {
            if (request.PageToken.Length == 0)
                Listings++;
            var page = orders.Values.OrderByDescending(order => order.Uuid, StringComparer.Ordinal)
                .Where(order => request.PageToken.Length == 0 || string.CompareOrdinal(order.Uuid, request.PageToken) < 0).Take(PageSize).ToList();
            return Task.FromResult(new ListOrdersResponse { Orders = { page }, NextPageToken = page.Count == PageSize ? page[^1].Uuid : "" });
        }
    }

    public override async Task WatchOrders(
        WatchOrdersRequest request, IServerStreamWriter<OrderEvent> responseStream, ServerCallContext context)
    {
        var next = request.ResumeToken.Length == 0
            ? events.Count
            : int.Parse(request.ResumeToken, CultureInfo.InvariantCulture) + 1;
        if (next < oldest)
            throw new RpcException(new(StatusCode.OutOfRange, "resume_token: too old"));

        next = Math.Max(oldest, next - repeats);
        Watches++;
        await context.WriteResponseHeadersAsync([]);
        while (true)
        {
            Task more;
            OrderEvent? told;
            lock (gate)
            {
                more = changed.Task;
                told = next < events.Count ? events[next++] : null;
            }
            if (told is null)
                await more.WaitAsync(context.CancellationToken);
            else
                await responseStream.WriteAsync(told);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await StopAsync();
    }

    private void Tell(OrderEvent.Types.Type type, Order order)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            orders[order.Uuid] = order;
            if (type == OrderEvent.Types.Type.Deleted)
                orders.Remove(order.Uuid);
            events.Add(new() { Type = type, Order = order, ResumeToken = events.Count.ToString(CultureInfo.InvariantCulture) });
            (told, changed) = (changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        told.SetResult();
    }
}
