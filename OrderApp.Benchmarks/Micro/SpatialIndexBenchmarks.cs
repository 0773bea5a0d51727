using BenchmarkDotNet.Attributes;
using OrderApp.Routes.Features;
using OrderApp.Routes.Geography;

namespace OrderApp.Benchmarks.Micro;

/// <summary>Finding points in rectangles among ever more points, spread evenly over a square of two degrees.</summary>
public class SpatialIndexBenchmarks
{
    private const int Side = 20_000_000;
    private SlabIndex index = new([]);
    private GeoRectangle small;

    [Params(1_000, 100_000, 1_000_000)]
    public int Points { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var chance = new Random(Points);
        index = new(Enumerable.Range(0, Points).Select(_ => new GeoPoint(chance.Next(Side), chance.Next(Side))));
        // About a hundred points lie in it.
        var side = (int)(Side * Math.Sqrt(100.0 / Points));
        small = new(0, 0, side, side);
    }

    [Benchmark]
    public int FindAHundred() => index.Find(small)!.Count;
}
