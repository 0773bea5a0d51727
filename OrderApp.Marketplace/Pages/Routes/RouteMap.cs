using System.Globalization;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Routes;

/// <summary>Places on a flat map: x grows eastwards and y southwards, in degrees of latitude, so that shapes near the middle keep their form.</summary>
internal sealed class RouteMap
{
    private const double E7 = 1e7;
    private const double Margin = 0.06;
    private const double SmallestSide = 0.02;

    // The frame is about twice as wide as high: empty land beside the places rather than empty paper.
    private const double FrameShape = 1.9;

    private readonly double shrink;

    public RouteMap(IReadOnlyCollection<Feature> places)
    {
        Places = places;
        var latitudes = places.Select(place => place.Location.Latitude / E7).DefaultIfEmpty(0).ToList();
        shrink = Math.Cos((latitudes.Min() + latitudes.Max()) / 2 * Math.PI / 180);
        var xs = places.Select(place => X(place.Location)).DefaultIfEmpty(0).ToList();
        var ys = places.Select(place => Y(place.Location)).DefaultIfEmpty(0).ToList();
        Height = Math.Max(ys.Max() - ys.Min(), SmallestSide) * (1 + (2 * Margin));
        Width = Math.Max(Math.Max(xs.Max() - xs.Min(), SmallestSide) * (1 + (2 * Margin)), Height * FrameShape);
        Left = ((xs.Max() + xs.Min()) / 2) - (Width / 2);
        Top = ((ys.Max() + ys.Min()) / 2) - (Height / 2);
    }

    public IReadOnlyCollection<Feature> Places { get; }

    public double Left { get; }

    public double Top { get; }

    public double Width { get; }

    public double Height { get; }

    /// <summary>How wide a degree of longitude is drawn, compared with one of latitude.</summary>
    public string Shrink => Number(shrink);

    public string ViewBox => $"{Number(Left)} {Number(Top)} {Number(Width)} {Number(Height)}";

    public string Radius => Number(Width / 230);

    public string GridPath => string.Concat(
        Lines(Left, Width).Select(x => $"M{Number(x)} {Number(Top - Height)}V{Number(Top + (2 * Height))}")
            .Concat(Lines(Top, Height).Select(y => $"M{Number(Left - Width)} {Number(y)}H{Number(Left + (2 * Width))}")));

    public double X(Point point) => point.Longitude / E7 * shrink;

    public static double Y(Point point) => -point.Latitude / E7;

    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Degrees(Point point) =>
        string.Create(CultureInfo.InvariantCulture, $"{point.Latitude / E7:0.0000}°, {point.Longitude / E7:0.0000}°");

    private IEnumerable<double> Lines(double start, double length)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10(Height))) / 4;
        for (var at = Math.Floor((start - length) / step) * step; at < start + (2 * length); at += step)
            yield return at;
    }
}
