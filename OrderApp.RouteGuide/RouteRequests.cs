using OrderApp.Protos;
using OrderApp.Routes.Common;
using OrderApp.Routes.Geography;

namespace OrderApp.Routes;

/// <summary>Checks what clients send. A message that is absent reads as its default, so an absent point is 0, 0.</summary>
internal static class RouteRequests
{
    /// <param name="point">The point as it came.</param>
    /// <param name="field">Path of the point in the request, ending in a dot; empty when the point is the request.</param>
    public static GeoPoint ToGeoPoint(this Point? point, string field = "")
    {
        var (latitude, longitude) = (point?.Latitude ?? 0, point?.Longitude ?? 0);
        RefuseOutside(field + "latitude", latitude, GeoPoint.MaxLatitude);
        RefuseOutside(field + "longitude", longitude, GeoPoint.MaxLongitude);
        return new(latitude, longitude);
    }

    public static GeoRectangle ToGeoRectangle(this Rectangle rectangle) =>
        GeoRectangle.Between(rectangle.Lo.ToGeoPoint("lo."), rectangle.Hi.ToGeoPoint("hi."));

    private static void RefuseOutside(string field, int value, int limit)
    {
        if (value < -limit || value > limit)
            throw RouteErrors.Outside(field, value, limit);
    }
}
