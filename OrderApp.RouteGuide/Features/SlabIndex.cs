using OrderApp.Routes.Geography;

namespace OrderApp.Routes.Features;

/// <summary>
/// Finds the points within a rectangle. The points, sorted by longitude, are cut into about √n slabs of equal count, and
/// each slab is sorted by latitude; a query takes the slabs that the rectangle touches and in each the run of latitudes.
/// It costs at most about √n steps and what it returns, in one flat array, whatever the points' distribution.
/// </summary>
internal sealed class SlabIndex
{
    private readonly int slabSize;
    private readonly Entry[] entries;
    private readonly int[] westernEdges;
    private readonly int[] easternEdges;

    public SlabIndex(IEnumerable<GeoPoint> points)
    {
        entries = points.Select((point, position) => new Entry(point, position)).ToArray();
        Array.Sort(entries, (one, other) => one.Point.Longitude.CompareTo(other.Point.Longitude));

        slabSize = Math.Max(1, (int)Math.Sqrt(entries.Length));
        var slabs = entries.Chunk(slabSize).ToArray();
        westernEdges = Array.ConvertAll(slabs, slab => slab[0].Point.Longitude);
        easternEdges = Array.ConvertAll(slabs, slab => slab[^1].Point.Longitude);

        for (var start = 0; start < entries.Length; start += slabSize)
            Slab(start).Sort((one, other) => one.Point.Latitude.CompareTo(other.Point.Latitude));
    }

    /// <summary>The positions of the points within the rectangle, in no order; null when more than this many had to be looked at.</summary>
    public List<int>? Find(GeoRectangle rectangle, int atMost = int.MaxValue)
    {
        var found = new List<int>();
        for (var slab = FirstNotWestOf(rectangle.West); slab < westernEdges.Length && westernEdges[slab] <= rectangle.East; slab++)
        {
            var points = Slab(slab * slabSize);
            for (var i = FirstNotSouthOf(rectangle.South, points); i < points.Length && points[i].Point.Latitude <= rectangle.North; i++)
            {
                if (atMost-- == 0)
                    return null;
                if (rectangle.Contains(points[i].Point))
                    found.Add(points[i].Position);
            }
        }

        return found;
    }

    private Span<Entry> Slab(int start) => entries.AsSpan(start, Math.Min(slabSize, entries.Length - start));

    private int FirstNotWestOf(int longitude)
    {
        var slab = Array.BinarySearch(easternEdges, longitude);
        while (slab > 0 && easternEdges[slab - 1] == longitude)
            slab--;
        return slab < 0 ? ~slab : slab;
    }

    private static int FirstNotSouthOf(int latitude, ReadOnlySpan<Entry> slab)
    {
        var (start, end) = (0, slab.Length);
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            if (slab[middle].Point.Latitude < latitude)
                start = middle + 1;
            else
                end = middle;
        }

        return start;
    }

    private readonly record struct Entry(GeoPoint Point, int Position);
}
