using System.Diagnostics;
using OrderApp.Routes.Features;
using OrderApp.Routes.Geography;

namespace OrderApp.Tests.Routes;

public sealed class MillionFeaturesTests(ITestOutputHelper output)
{
    private const int Count = 1_000_000;
    private const int HalfDegree = GeoPoint.UnitsPerDegree / 2;

    [Fact]
    public void A_small_rectangle_is_found_a_hundred_times_faster_than_by_looking_at_every_feature()
    {
        var random = new Random(20_260_101);
        var features = Scatter(random);
        var map = new FeatureMap(features);
        var rectangles = Enumerable.Range(0, 20).Select(_ => Around(features[random.Next(Count)].Location)).ToArray();

        var indexed = Fastest(10, () => rectangles.Sum(rectangle => map.Within(rectangle).Count()));
        var scanned = Fastest(3, () => rectangles.Sum(rectangle => CountByScan(features, rectangle)));

        output.WriteLine($"index {indexed.Time / 20}, scan {scanned.Time / 20}: {scanned.Time / indexed.Time:F0} times faster");
        Assert.Equal(scanned.Found, indexed.Found);
        Assert.True(scanned.Time >= 100 * indexed.Time, $"scan {scanned.Time}, index {indexed.Time}");
    }

    [Fact]
    public void A_small_rectangle_looks_at_little_more_than_it_returns()
    {
        var random = new Random(20_260_102);
        var points = Array.ConvertAll(Scatter(random), feature => feature.Location);
        var index = new SlabIndex(points);

        for (var round = 0; round < 20; round++)
        {
            var rectangle = Around(points[random.Next(Count)]);
            var returned = points.Count(rectangle.Contains);
            Assert.NotNull(index.Find(rectangle, atMost: 100 + 10 * returned));
        }
    }

    [Fact]
    public void A_point_is_looked_up_as_fast_among_a_million_features_as_among_a_thousand()
    {
        var features = Scatter(new Random(20_260_103));
        var (few, many) = (new FeatureMap(features[..1_000]), new FeatureMap(features));

        // The same thousand points, so that the processor's caches help both alike.
        var amongFew = Fastest(20, () => features.Take(1_000).Count(feature => few.HasFeatureAt(feature.Location)));
        var amongMany = Fastest(20, () => features.Take(1_000).Count(feature => many.HasFeatureAt(feature.Location)));

        output.WriteLine($"a look-up takes {amongFew.Time / 1_000} among a thousand, {amongMany.Time / 1_000} among a million");
        Assert.Equal(1_000, amongMany.Found);
        Assert.True(amongMany.Time < 20 * amongFew.Time, $"few {amongFew.Time}, many {amongMany.Time}");
    }

    private static MapFeature[] Scatter(Random random) =>
        [.. Enumerable.Range(0, Count).Select(number => new MapFeature($"Feature {number}", Anywhere(random)))];

    private static GeoPoint Anywhere(Random random) => new(
        random.Next(-GeoPoint.MaxLatitude, GeoPoint.MaxLatitude + 1), random.Next(-GeoPoint.MaxLongitude, GeoPoint.MaxLongitude + 1));

    private static GeoRectangle Around(GeoPoint point) => GeoRectangle.Between(
        new(point.Latitude - HalfDegree, point.Longitude - HalfDegree), new(point.Latitude + HalfDegree, point.Longitude + HalfDegree));

    private static int CountByScan(MapFeature[] features, GeoRectangle rectangle)
    {
        var found = 0;
        foreach (var feature in features)
        {
            if (rectangle.Contains(feature.Location))
                found++;
        }

        return found;
    }

    // The fastest of several runs is what the code costs; the others are what else the machine did.
    private static (TimeSpan Time, int Found) Fastest(int runs, Func<int> work)
    {
        var (best, found) = (TimeSpan.MaxValue, 0);
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            found = work();
            var time = Stopwatch.GetElapsedTime(start);
            best = time < best ? time : best;
        }

        return (best, found);
    }
}
