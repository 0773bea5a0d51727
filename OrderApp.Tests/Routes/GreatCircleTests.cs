using OrderApp.Routes.Geography;

namespace OrderApp.Tests.Routes;

public sealed class GreatCircleTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(0, 0, 10_000_000, 0, 111_194.926645)]
    [InlineData(600_000_000, 0, 600_000_000, 10_000_000, 55_596.934071)]
    [InlineData(0, 1_799_999_999, 0, -1_799_999_999, 0.022239)]
    [InlineData(412_856_162, -745_148_837, 418_465_462, -746_859_398, 63_975.416641)]
    public void Metres_are_those_of_the_haversine_formula(int latitude, int longitude, int toLatitude, int toLongitude, double metres)
    {
        var distance = GreatCircle.Metres(new(latitude, longitude), new(toLatitude, toLongitude));

        Assert.Equal(metres, distance, tolerance: 0.000_01);
    }

    [Theory]
    [InlineData(900_000_000, 0, -900_000_000, 0)]
    [InlineData(0, 0, 0, 1_800_000_000)]
    [InlineData(123_456_789, 987_654_321, -123_456_789, -812_345_679)]
    public void Antipodes_are_half_the_circumference_apart(int latitude, int longitude, int toLatitude, int toLongitude)
    {
        var distance = GreatCircle.Metres(new(latitude, longitude), new(toLatitude, toLongitude));

        Assert.Equal(Math.PI * 6_371_000, distance, tolerance: 1);
    }
}
