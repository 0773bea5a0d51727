using OrderApp.Routes.Geography;

namespace OrderApp.Routes.Features;

/// <summary>All features, found by exact point or by rectangle. Never changes once it is built.</summary>
internal sealed class FeatureMap
{
    // Above this share of the map, reading it in order costs little more per result than sorting what the index finds.
    private const int ScanShare = 16;

    private readonly MapFeature[] features;
    private readonly Dictionary<GeoPoint, int> positions;
    private readonly SlabIndex index;

    public FeatureMap(MapFeature[] features)
    {
        this.features = features;
        positions = new(features.Length);
        for (var position = 0; position < features.Length; position++)
            positions.TryAdd(features[position].Location, position);
        index = new(features.Select(feature => feature.Location));
    }

    public int Count => features.Length;

    /// <summary>The feature at exactly this point, the first one in the file where there are several.</summary>
    public MapFeature? At(GeoPoint point) => positions.TryGetValue(point, out var position) ? features[position] : null;

    public bool HasFeatureAt(GeoPoint point) => positions.ContainsKey(point);

    /// <summary>The features within a rectangle in the order of the file, found as they are taken.</summary>
    public IEnumerable<MapFeature> Within(GeoRectangle rectangle)
    {
        var found = index.Find(rectangle, atMost: features.Length / ScanShare);
        if (found is null)
            return features.Where(feature => rectangle.Contains(feature.Location));

        found.Sort();
        return found.Select(position => features[position]);
    }
}
