using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OrderApp.Protos;
using OrderApp.Routes.Chat;
using OrderApp.Routes.Common;
using OrderApp.Routes.Features;
using OrderApp.Routes.Trips;

namespace OrderApp.Routes;

/// <summary>routeguide.RouteGuide: all four kinds of RPC over the feature map.</summary>
[AllowAnonymous]
internal sealed class RouteGuideGrpcService(FeatureMap features, IOptions<RouteGuideOptions> options, TimeProvider clock)
    : RouteGuide.RouteGuideBase
{
    // A flush is a system call, and where back-pressure and cancellation take hold: one for so many features is enough.
    private const int FeaturesPerFlush = 64;
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    public override Task<Feature> GetFeature(Point request, ServerCallContext context)
    {
        var point = request.ToGeoPoint();
        var feature = features.At(point) ?? new MapFeature(Name: "", point);
        return Task.FromResult(feature.ToMessage());
    }

    public override async Task ListFeatures(Rectangle request, IServerStreamWriter<Feature> responseStream, ServerCallContext context)
    {
        var sent = 0;
        foreach (var feature in features.Within(request.ToGeoRectangle()))
        {
            responseStream.WriteOptions = ++sent % FeaturesPerFlush == 0 ? WriteOptions.Default : Buffered;
            await responseStream.WriteAsync(feature.ToMessage(), context.CancellationToken);
        }
    }

    public override async Task<RouteSummary> RecordRoute(IAsyncStreamReader<Point> requestStream, ServerCallContext context)
    {
        var trip = new Trip(features, clock);
        await foreach (var point in requestStream.ReadAllAsync(context.CancellationToken))
            trip.Visit(point.ToGeoPoint());
        return trip.Summarize();
    }

    public override async Task RouteChat(
        IAsyncStreamReader<RouteNote> requestStream, IServerStreamWriter<RouteNote> responseStream, ServerCallContext context)
    {
        var notebook = new Notebook(options.Value);
        await foreach (var note in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var place = note.Location.ToGeoPoint("location.");
            foreach (var earlier in notebook.At(place))
                await responseStream.WriteAsync(earlier, context.CancellationToken);
            notebook.Keep(place, note);
        }
    }
}
