using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Routes;

public sealed class GetFeatureTests
{
    [Fact]
    public async Task Only_the_exact_point_is_the_feature()
    {
        using var features = FeaturesFile.With(("Quay", 100, 200));
        await using var service = await RouteGuideUnderTest.StartAsync(features);

        var here = await service.Client.GetFeatureAsync(new Point { Latitude = 100, Longitude = 200 });
        var beside = await service.Client.GetFeatureAsync(new Point { Latitude = 100, Longitude = 201 });

        Assert.Equal(FeaturesFile.Feature("Quay", 100, 200), here);
        Assert.Equal(FeaturesFile.Feature("", 100, 201), beside);
    }

    [Fact]
    public async Task The_first_of_two_features_at_one_point_is_given()
    {
        using var features = FeaturesFile.With(("Old quay", 7, 7), ("New quay", 7, 7));
        await using var service = await RouteGuideUnderTest.StartAsync(features);

        var feature = await service.Client.GetFeatureAsync(new Point { Latitude = 7, Longitude = 7 });

        Assert.Equal("Old quay", feature.Name);
    }

    [Theory]
    [InlineData(900_000_000, 1_800_000_000)]
    [InlineData(-900_000_000, -1_800_000_000)]
    public async Task The_poles_and_the_antimeridian_are_on_the_map(int latitude, int longitude)
    {
        using var features = FeaturesFile.With(("Edge", latitude, longitude));
        await using var service = await RouteGuideUnderTest.StartAsync(features);

        var feature = await service.Client.GetFeatureAsync(new Point { Latitude = latitude, Longitude = longitude });

        Assert.Equal("Edge", feature.Name);
    }

    [Theory]
    [InlineData(900_000_001, 0, "latitude: ")]
    [InlineData(-900_000_001, 0, "latitude: ")]
    [InlineData(int.MinValue, 0, "latitude: ")]
    [InlineData(0, 1_800_000_001, "longitude: ")]
    [InlineData(0, -1_800_000_001, "longitude: ")]
    public async Task A_point_outside_the_Earth_is_refused_by_its_field(int latitude, int longitude, string beginning)
    {
        await using var service = await RouteGuideUnderTest.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await service.Client.GetFeatureAsync(new Point { Latitude = latitude, Longitude = longitude }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith(beginning, refusal.Status.Detail, StringComparison.Ordinal);
    }
}
