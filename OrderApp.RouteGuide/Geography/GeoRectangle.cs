namespace OrderApp.Routes.Geography;

/// <summary>An area between two meridians and two parallels, its bounds included (E7).</summary>
internal readonly record struct GeoRectangle(int South, int West, int North, int East)
{
    /// <summary>The rectangle between two opposite corners, whichever comes first.</summary>
    public static GeoRectangle Between(GeoPoint corner, GeoPoint opposite) => new(
        South: Math.Min(corner.Latitude, opposite.Latitude),
        West: Math.Min(corner.Longitude, opposite.Longitude),
        North: Math.Max(corner.Latitude, opposite.Latitude),
        East: Math.Max(corner.Longitude, opposite.Longitude));

    public bool Contains(GeoPoint point) =>
        South <= point.Latitude && point.Latitude <= North && West <= point.Longitude && point.Longitude <= East;
}
