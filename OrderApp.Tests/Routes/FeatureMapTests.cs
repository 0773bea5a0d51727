using OrderApp.Routes.Features;
using OrderApp.Routes.Geography;

namespace OrderApp.Tests.Routes;

public sealed class FeatureMapTests
{
    // Few distinct coordinates make many features share a latitude, a longitude or both: the edges of an index.
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(97, 4)]
    [InlineData(1_000, 30)]
    [InlineData(1_000, 1_000_000)]
    public void A_rectangle_holds_what_looking_at_every_feature_finds_in_the_same_order(int count, int spread)
    {
        var random = new Random(count + spread);
        var features = Enumerable.Range(0, count)
            .Select(number => new MapFeature($"{number}", Anywhere(random, spread)))
            .ToArray();
        var map = new FeatureMap(features);

        for (var round = 0; round < 300; round++)
        {
            var rectangle = GeoRectangle.Between(Anywhere(random, spread), Anywhere(random, spread));
            Assert.Equal(features.Where(feature => rectangle.Contains(feature.Location)), map.Within(rectangle));
        }
    }

    [Fact]
    public void Features_on_the_edges_of_the_Earth_are_found()
    {
        GeoPoint[] corners = [new(GeoPoint.MaxLatitude, GeoPoint.MaxLongitude), new(-GeoPoint.MaxLatitude, -GeoPoint.MaxLongitude)];
        var map = new FeatureMap(Array.ConvertAll(corners, corner => new MapFeature("corner", corner)));

        Assert.Equal(2, map.Within(GeoRectangle.Between(corners[0], corners[1])).Count());
        Assert.Single(map.Within(GeoRectangle.Between(corners[0], corners[0])));
    }

    [Fact]
    public void Both_features_at_one_point_are_in_a_rectangle_but_the_first_is_the_one_at_the_point()
    {
        var map = new FeatureMap([new("first", new(1, 1)), new("second", new(1, 1))]);

        Assert.Equal(["first", "second"], map.Within(new(0, 0, 2, 2)).Select(feature => feature.Name));
        Assert.Equal("first", map.At(new(1, 1))?.Name);
        Assert.Null(map.At(new(1, 2)));
    }

    private static GeoPoint Anywhere(Random random, int spread) => new(random.Next(-spread, spread + 1), random.Next(-spread, spread + 1));
}
