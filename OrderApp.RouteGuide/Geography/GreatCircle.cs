namespace OrderApp.Routes.Geography;

/// <summary>Distances along the surface of the Earth, taken as a sphere.</summary>
internal static class GreatCircle
{
    private const double EarthRadiusInMetres = 6_371_000;

    /// <summary>Metres between two points, by the haversine formula.</summary>
    public static double Metres(GeoPoint from, GeoPoint to)
    {
        var halfLatitude = Radians((long)to.Latitude - from.Latitude) / 2;
        var halfLongitude = Radians((long)to.Longitude - from.Longitude) / 2;

        var a = Square(Math.Sin(halfLatitude))
            + Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * Square(Math.Sin(halfLongitude));

        // Rounding can lift a of two antipodes just above 1.
        return 2 * EarthRadiusInMetres * Math.Atan2(Math.Sqrt(a), Math.Sqrt(Math.Max(0, 1 - a)));
    }

    private static double Radians(long e7) => e7 / (double)GeoPoint.UnitsPerDegree * (Math.PI / 180);

    private static double Square(double value) => value * value;
}
