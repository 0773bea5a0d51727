using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Orders;

/// <summary>One who watches orders.</summary>
internal sealed class Watching : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly AsyncServerStreamingCall<OrderEvent> call;

    private Watching(AsyncServerStreamingCall<OrderEvent> call) => this.call = call;

    /// <summary>Begins to watch and returns once nothing that follows is missed.</summary>
    public static async Task<Watching> StartAsync(
        OrderService.OrderServiceClient client, WatchOrdersRequest? request = null, Metadata? headers = null)
    {
        var call = client.WatchOrders(request ?? new(), headers);
        await call.ResponseHeadersAsync.WaitAsync(Patience);
        return new(call);
    }

    /// <summary>The token of the place where it began.</summary>
    public async Task<string> FirstTokenAsync() => (await call.ResponseHeadersAsync).GetValue("resume-token")!;

    public async Task<OrderEvent> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        Assert.True(await call.ResponseStream.MoveNext(limit.Token), "the stream ended");
        return call.ResponseStream.Current;
    }

    public async Task<List<OrderEvent>> TakeAsync(int count)
    {
        var events = new List<OrderEvent>(count);
        while (events.Count < count)
            events.Add(await NextAsync());
        return events;
    }

    /// <summary>Takes events until one of an order with this name comes, that one included.</summary>
    public async Task<List<OrderEvent>> TakeUntilAsync(string name)
    {
        var events = new List<OrderEvent>();
        do
            events.Add(await NextAsync());
        while (events[^1].Order.Name != name);
        return events;
    }

    public void Dispose() => call.Dispose();
}
