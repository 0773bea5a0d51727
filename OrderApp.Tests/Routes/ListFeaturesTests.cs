using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Routes;

public sealed class ListFeaturesTests
{
    [Theory]
    [InlineData(10, 10, 20, 20)]
    [InlineData(20, 20, 10, 10)]
    [InlineData(10, 20, 20, 10)]
    [InlineData(20, 10, 10, 20)]
    public async Task Bounds_are_included_and_the_corners_may_come_in_either_order(
        int loLatitude, int loLongitude, int hiLatitude, int hiLongitude)
    {
        using var features = FeaturesFile.With(
            ("north-east", 20, 20), ("outside", 21, 15), ("", 15, 15), ("south-west", 10, 10), ("outside", 15, 9), ("north-west", 20, 10));
        await using var service = await RouteGuideUnderTest.StartAsync(features);

        var found = await ListAsync(service, Corners(loLatitude, loLongitude, hiLatitude, hiLongitude));

        Assert.Equal(["north-east", "", "south-west", "north-west"], found.Select(feature => feature.Name));
    }

    [Fact]
    public async Task An_absent_corner_is_the_point_0_0()
    {
        using var features = FeaturesFile.With(("inside", -3, 4), ("origin", 0, 0), ("outside", 3, 4));
        await using var service = await RouteGuideUnderTest.StartAsync(features);

        var found = await ListAsync(service, new Rectangle { Hi = new Point { Latitude = -5, Longitude = 5 } });

        Assert.Equal(["inside", "origin"], found.Select(feature => feature.Name));
    }

    [Theory]
    [InlineData(900_000_001, 0, 0, 0, "lo.latitude: ")]
    [InlineData(0, -1_800_000_001, 0, 0, "lo.longitude: ")]
    [InlineData(0, 0, int.MinValue, 0, "hi.latitude: ")]
    [InlineData(0, 0, 0, int.MaxValue, "hi.longitude: ")]
    public async Task A_corner_outside_the_Earth_is_refused_by_its_field(
        int loLatitude, int loLongitude, int hiLatitude, int hiLongitude, string beginning)
    {
        await using var service = await RouteGuideUnderTest.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(
            () => ListAsync(service, Corners(loLatitude, loLongitude, hiLatitude, hiLongitude)));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith(beginning, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_without_features_gives_an_empty_stream()
    {
        using var features = FeaturesFile.With();
        await using var service = await RouteGuideUnderTest.StartAsync(features);

        Assert.Empty(await ListAsync(service, Corners(-900_000_000, -1_800_000_000, 900_000_000, 1_800_000_000)));
    }

    private static Rectangle Corners(int loLatitude, int loLongitude, int hiLatitude, int hiLongitude) => new()
    {
        Lo = new Point { Latitude = loLatitude, Longitude = loLongitude },
        Hi = new Point { Latitude = hiLatitude, Longitude = hiLongitude },
    };

    private static async Task<List<Feature>> ListAsync(RouteGuideUnderTest service, Rectangle rectangle)
    {
        using var call = service.Client.ListFeatures(rectangle);
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }
}
