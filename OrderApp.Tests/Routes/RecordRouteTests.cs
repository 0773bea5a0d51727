using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Routes;

public sealed class RecordRouteTests
{
    [Fact]
    public async Task Unnamed_features_count_and_so_does_each_visit()
    {
        using var features = FeaturesFile.With(("", 10, 10), ("Quay", 20, 20));
        await using var service = await RouteGuideUnderTest.StartAsync(features);

        var summary = await RecordAsync(service, (10, 10), (20, 20), (11, 11), (20, 20));

        Assert.Equal(4, summary.PointCount);
        Assert.Equal(3, summary.FeatureCount);
    }

    [Fact]
    public async Task A_trip_without_points_is_a_summary_of_zeros()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();

        Assert.Equal(new RouteSummary(), await RecordAsync(service));
    }

    [Fact]
    public async Task Lengths_are_summed_before_they_are_truncated()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();

        // One step of 70 units of latitude is 0.778 m: four of them are three whole metres, truncated singly they would be none.
        var summary = await RecordAsync(service, (0, 0), (70, 0), (140, 0), (210, 0), (280, 0));

        Assert.Equal(3, summary.Distance);
    }

    [Fact]
    public async Task A_point_outside_the_Earth_ends_the_trip_with_its_field()
    {
        await using var service = await RouteGuideUnderTest.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => RecordAsync(service, (0, 0), (0, 1_800_000_001)));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("longitude: 1800000001", refusal.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<RouteSummary> RecordAsync(RouteGuideUnderTest service, params (int Latitude, int Longitude)[] points)
    {
        using var call = service.Client.RecordRoute();
        foreach (var (latitude, longitude) in points)
            await call.RequestStream.WriteAsync(new Point { Latitude = latitude, Longitude = longitude });
        await call.RequestStream.CompleteAsync();
        return await call;
    }
}
