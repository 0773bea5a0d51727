using System.Runtime.CompilerServices;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Reviewing.Purchases;

/// <summary>What the order service tells: its orders, and what becomes of them.</summary>
internal sealed class OrderFeed(OrderService.OrderServiceClient orders)
{
    private const int PageSize = 1000;
    private const int MostEventsAtOnce = 500;

    /// <summary>Begins to watch. Once this returns, no later event escapes.</summary>
    /// <param name="resumeToken">The last event that was dealt with; null: from now on.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="RpcException">OUT_OF_RANGE or INVALID_ARGUMENT: the events after the token cannot be had.</exception>
    public async Task<AsyncServerStreamingCall<OrderEvent>> WatchAsync(string? resumeToken, CancellationToken cancellationToken)
    {
        var call = orders.WatchOrders(new() { ResumeToken = resumeToken ?? "" }, cancellationToken: cancellationToken);
        try
        {
            await call.ResponseHeadersAsync;
            return call;
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    /// <summary>Lists all orders, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyCollection<Order>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListOrdersRequest { PageSize = PageSize };
        do
        {
            var page = await orders.ListOrdersAsync(request, cancellationToken: cancellationToken);
            yield return page.Orders;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>The events of a stream, as many at a time as have arrived: one transaction for a burst, none held back.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<OrderEvent>> BurstsAsync(
        IAsyncStreamReader<OrderEvent> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var burst = new List<OrderEvent>();
        while (true)
        {
            var next = stream.MoveNext(cancellationToken);
            if (burst.Count > 0 && (!next.IsCompleted || burst.Count == MostEventsAtOnce))
            {
                yield return burst;
                burst = [];
            }
            if (!await next)
                break;
            burst.Add(stream.Current);
        }
        if (burst.Count > 0)
            yield return burst;
    }
}
