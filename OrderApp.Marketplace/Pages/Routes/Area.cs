using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages.Routes;

/// <summary>A rectangle as people type it: in degrees. A side that is not given lies at the edge of the world.</summary>
internal sealed record Area(decimal? South, decimal? West, decimal? North, decimal? East)
{
    private const decimal E7 = 10_000_000;

    public bool IsGiven => South is not null || West is not null || North is not null || East is not null;

    /// <summary>False when a side lies outside the world.</summary>
    public bool IsValid => IsWithin(South, 90) && IsWithin(North, 90) && IsWithin(West, 180) && IsWithin(East, 180);

    public Rectangle ToRectangle() => new()
    {
        Lo = new() { Latitude = ToE7(South ?? -90), Longitude = ToE7(West ?? -180) },
        Hi = new() { Latitude = ToE7(North ?? 90), Longitude = ToE7(East ?? 180) },
    };

    private static bool IsWithin(decimal? degrees, decimal limit) => degrees is null || Math.Abs(degrees.Value) <= limit;

    private static int ToE7(decimal degrees) => (int)decimal.Round(degrees * E7);
}
