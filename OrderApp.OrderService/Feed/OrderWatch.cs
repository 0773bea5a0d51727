using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Grpc;

namespace OrderApp.Orders.Feed;

/// <summary>Streams events to those who watch. Each has only a position: one who is slow holds up nobody and is given no memory.</summary>
internal sealed class OrderWatch(
    EventFeed feed, EventStore store, WatcherCount watchers, IOptions<OrderOptions> options, IHostApplicationLifetime lifetime)
{
    private const string StartHeader = "resume-token";
    private const int ChunkSize = 256;

    public async Task WatchAsync(WatchOrdersRequest request, ServerCallContext context)
    {
        var wanted = WatchFilter.Of(request);
        var token = ResumeToken.Read(request.ResumeToken);
        using var place = watchers.TryEnter(options.Value.MaxWatchers) ?? throw OrderErrors.TooManyWatchers();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            var position = await FirstPositionAsync(token, ending.Token);
            // The caller knows by the headers that nothing from here on escapes it, and where that is.
            await context.WriteResponseHeadersAsync([new(StartHeader, ResumeToken.Write(position))]);
            await StreamAsync(position, wanted, context.GetHttpContext().Response.BodyWriter, ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw OrderErrors.ShuttingDown();
        }
    }

    private async Task<long> FirstPositionAsync(long? token, CancellationToken cancelled)
    {
        var (newest, oldest) = await store.EndsAsync(cancelled);
        if (token is null)
            return newest;
        if (token > newest)
            throw GrpcErrors.InvalidArgument("resume_token", "is of events that this database does not have");
        return token + 1 >= oldest ? token.Value : throw OrderErrors.TokenTooOld();
    }

    private async Task StreamAsync(long position, WatchFilter wanted, PipeWriter stream, CancellationToken cancelled)
    {
        var chunk = new List<FeedEvent>(ChunkSize);
        while (true)
        {
            chunk.Clear();
            if (!feed.TryRead(position, chunk, ChunkSize, out var more))
                chunk.AddRange(await CatchUpAsync(position, cancelled));
            if (chunk.Count == 0)
            {
                await more.WaitAsync(cancelled);
                continue;
            }

            await SendAsync(chunk, wanted, stream, cancelled);
            position = chunk[^1].Position;
        }
    }

    private async Task<List<FeedEvent>> CatchUpAsync(long position, CancellationToken cancelled)
    {
        var events = await store.ReadAfterAsync(position, cancelled);
        // What this watcher has not had yet may have been pruned while it was slow.
        if (events.Count == 0 || events[0].Position != position + 1)
            throw OrderErrors.TokenTooOld();
        return events;
    }

    // The frames are the same for all, so they go into the response as they are; a chunk is pushed out at once.
    private static async Task SendAsync(List<FeedEvent> chunk, WatchFilter wanted, PipeWriter stream, CancellationToken cancelled)
    {
        var any = false;
        foreach (var happened in chunk)
        {
            if (!wanted.Takes(happened))
                continue;
            stream.Write(happened.Frame);
            any = true;
        }

        if (any)
            await stream.FlushAsync(cancelled);
    }
}
