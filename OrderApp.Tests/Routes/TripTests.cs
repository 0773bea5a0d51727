using Grpc.Core;
using OrderApp.Routes.Features;
using OrderApp.Routes.Trips;

namespace OrderApp.Tests.Routes;

public sealed class TripTests
{
    private static readonly FeatureMap EmptyMap = new([]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2_999, 2)]
    [InlineData(3_000, 3)]
    [InlineData(7_200_500, 7_200)]
    public void Time_is_told_in_whole_seconds_begun_to_ended(int milliseconds, int seconds)
    {
        var clock = new ManualClock();
        var trip = new Trip(EmptyMap, clock);

        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(seconds, trip.Summarize().ElapsedTime);
    }

    [Fact]
    public void A_trip_longer_than_a_summary_can_tell_is_refused_instead_of_wrapping_round()
    {
        var trip = new Trip(EmptyMap, TimeProvider.System);

        var refusal = Assert.Throws<RpcException>(() =>
        {
            for (var hop = 0; hop < 200; hop++)
                trip.Visit(new(0, hop % 2 == 0 ? 0 : 1_800_000_000));
        });

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("distance: ", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(107 * 20_015_086.796, trip.Summarize().Distance, tolerance: 1.0);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan time) => ticks += time.Ticks;
    }
}
