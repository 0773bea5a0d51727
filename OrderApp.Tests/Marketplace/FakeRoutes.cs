using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

/// <summary>Streams of all kinds, and what a proxy might lose on the way.</summary>
internal sealed class FakeRoutes : RouteGuide.RouteGuideBase
{
    /// <summary>Becomes true when a caller's cancellation arrives.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task<Feature> GetFeature(Point request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("seen-header", context.RequestHeaders.GetValue("asked") ?? "");
        context.ResponseTrailers.Add("seen-deadline", context.Deadline == DateTime.MaxValue ? "none" : "some");
        context.ResponseTrailers.Add("seen-bin", context.RequestHeaders.GetValueBytes("asked-bin") ?? []);
        return Task.FromResult(new Feature { Name = "here", Location = request });
    }

    /// <summary>One feature; without a rectangle the stream does not end.</summary>
    public override async Task ListFeatures(Rectangle request, IServerStreamWriter<Feature> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new() { Name = "first", Location = new() { Latitude = 407838351, Longitude = -746143763 } });
        if (request.Lo is not null)
            return;
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
        }
    }

    public override async Task<RouteSummary> RecordRoute(IAsyncStreamReader<Point> requestStream, ServerCallContext context)
    {
        var points = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
            points++;
        return new() { PointCount = points };
    }

    public override async Task RouteChat(
        IAsyncStreamReader<RouteNote> requestStream, IServerStreamWriter<RouteNote> responseStream, ServerCallContext context)
    {
        await foreach (var note in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(note);
    }
}
