using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OrderApp.Orders.Common;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Watch;

/// <summary>WatchOrders: streams events to those who watch. Each has only a position: one who is slow holds up nobody and is given no memory.</summary>
internal sealed class WatchHandler(
    EventFeed feed, EventStore store, Watchers watchers, IOptions<OrderOptions> options, IHostApplicationLifetime lifetime)
{
    private const string StartHeader = "resume-token";
    private const int ChunkSize = 256;

    public async Task HandleAsync(WatchOrdersRequest request, OrderAccess access, ServerCallContext context)
    {
        var wanted = WatchFilter.Of(request, access);
        var token = ResumeToken.Read(request.ResumeToken, access);
        using var place = watchers.TryEnter(options.Value.MaxWatchers) ?? throw OrderErrors.TooManyWatchers();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            var position = await FirstPositionAsync(token, ending.Token);
            // The caller knows by the headers that nothing from here on escapes it, and where that is.
            await context.WriteResponseHeadersAsync([new(StartHeader, ResumeToken.Write(position, access))]);
            await StreamAsync(position, wanted, context.GetHttpContext().Response.BodyWriter, ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw OrderErrors.ShuttingDown();
        }
    }

    private async Task<long> FirstPositionAsync(long? token, CancellationToken cancellationToken)
    {
        var (newest, oldest) = await store.EndsAsync(cancellationToken);
        if (token is null)
            return newest;
        if (token > newest)
            throw GrpcErrors.InvalidArgument("resume_token", "is of events that this database does not have");
        return token + 1 >= oldest ? token.Value : throw OrderErrors.TokenTooOld();
    }

    private async Task StreamAsync(long position, WatchFilter wanted, PipeWriter stream, CancellationToken cancellationToken)
    {
        var chunk = new List<FeedEvent>(ChunkSize);
        while (true)
        {
            chunk.Clear();
            if (!feed.TryRead(position, chunk, ChunkSize, out var more))
                chunk.AddRange(await CatchUpAsync(position, cancellationToken));
            if (chunk.Count == 0)
            {
                await more.WaitAsync(cancellationToken);
                continue;
            }

            await SendAsync(chunk, wanted, stream, cancellationToken);
            position = chunk[^1].Position;
        }
    }

    private async Task<List<FeedEvent>> CatchUpAsync(long position, CancellationToken cancellationToken)
    {
        var events = await store.ReadAfterAsync(position, cancellationToken);
        // What this watcher has not had yet may have been pruned while it was slow.
        if (events.Count == 0 || events[0].Position != position + 1)
            throw OrderErrors.TokenTooOld();
        return events;
    }

    // Frames are made once for all who have the same view, so they go into the response as they are; a chunk is pushed out at once.
    private static async Task SendAsync(List<FeedEvent> chunk, WatchFilter wanted, PipeWriter stream, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var item in chunk)
        {
            if (!wanted.Takes(item))
                continue;
            stream.Write(item.FrameFor(wanted.Access));
            any = true;
        }

        if (any)
            await stream.FlushAsync(cancellationToken);
    }
}

/// <summary>Which events a watcher may see and wants.</summary>
internal readonly record struct WatchFilter(OrderAccess Access, bool? Completed, Guid? OrderId, Guid? CustomerId)
{
    public static WatchFilter Of(WatchOrdersRequest request, OrderAccess access) => new(
        access,
        request.HasCompleted ? request.Completed : null,
        request.Uuid.Length > 0 ? OrderIds.Parse(request.Uuid) : null,
        access.CheckFilter(request.CustomerId));

    public bool Takes(FeedEvent item) => Access.Sees(item.CustomerId)
        && (Completed is null || Completed == item.Completed) && (OrderId is null || OrderId == item.OrderId)
        && (CustomerId is null || CustomerId == item.CustomerId);
}
