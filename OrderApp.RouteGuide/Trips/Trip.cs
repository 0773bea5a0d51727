using OrderApp.Protos;
using OrderApp.Routes.Common;
using OrderApp.Routes.Features;
using OrderApp.Routes.Geography;

namespace OrderApp.Routes.Trips;

/// <summary>A trip under way; its clock starts when it is made.</summary>
internal sealed class Trip(FeatureMap features, TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();
    private GeoPoint? last;
    private int pointCount;
    private int featureCount;
    private double metres;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the trip is longer than a summary can tell.</exception>
    public void Visit(GeoPoint point)
    {
        var travelled = last is { } previous ? metres + GreatCircle.Metres(previous, point) : 0;
        if (travelled >= int.MaxValue || pointCount == int.MaxValue)
            throw RouteErrors.TripTooLong();

        metres = travelled;
        last = point;
        pointCount++;
        if (features.HasFeatureAt(point))
            featureCount++;
    }

    /// <summary>What the trip was up to now.</summary>
    public RouteSummary Summarize() => new()
    {
        PointCount = pointCount,
        FeatureCount = featureCount,
        Distance = (int)metres,
        ElapsedTime = (int)clock.GetElapsedTime(start).TotalSeconds,
    };
}
