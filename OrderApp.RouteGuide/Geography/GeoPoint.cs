using OrderApp.Protos;

namespace OrderApp.Routes.Geography;

/// <summary>A place on the Earth in the E7 representation: degrees times 10^7.</summary>
internal readonly record struct GeoPoint(int Latitude, int Longitude)
{
    public const int UnitsPerDegree = 10_000_000;
    public const int MaxLatitude = 90 * UnitsPerDegree;
    public const int MaxLongitude = 180 * UnitsPerDegree;

    // Seeded per process, unlike the hash of a record struct: a client that knew which points collide could slow a chat down.
    public override int GetHashCode() => HashCode.Combine(Latitude, Longitude);

    public Point ToMessage() => new() { Latitude = Latitude, Longitude = Longitude };
}
