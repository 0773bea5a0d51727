using OrderApp.Benchmarks.Load;

namespace OrderApp.Tests.Benchmarks;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_below_256_microseconds_are_exact()
    {
        var histogram = Recorded(Enumerable.Range(1, 200).Select(microseconds => (long)microseconds));

        Assert.Equal(0.1, histogram.Percentile(50).TotalMilliseconds, 6);
        Assert.Equal(0.198, histogram.Percentile(99).TotalMilliseconds, 6);
        Assert.Equal(0.2, histogram.Percentile(100).TotalMilliseconds, 6);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(99)]
    [InlineData(99.9)]
    public void Percentiles_above_are_never_too_small_and_at_most_one_percent_too_large(double percentage)
    {
        var chance = new Random(7);
        var latencies = Enumerable.Range(0, 20_000).Select(_ => chance.NextInt64(1, 60_000_000)).Order().ToArray();
        var exact = latencies[(int)Math.Ceiling(percentage / 100 * latencies.Length) - 1];

        var told = Recorded(latencies).Percentile(percentage).TotalMicroseconds;

        Assert.InRange(told, exact, exact * 1.01);
    }

    [Fact]
    public void Added_up_histograms_tell_what_one_of_everything_would()
    {
        var (odd, even) = (Recorded([1, 3, 500, 70_001]), Recorded([2, 4, 90_000_000]));

        odd.Add(even);

        Assert.Equal(Recorded([1, 2, 3, 4, 500, 70_001, 90_000_000]).Summarize(), odd.Summarize());
        Assert.Equal(7, odd.Count);
        Assert.Equal(TimeSpan.FromSeconds(90), odd.Max);
    }

    [Fact]
    public void Nothing_recorded_is_zero() => Assert.Equal(new(0, 0, 0, 0, 0), new LatencyHistogram().Summarize());

    private static LatencyHistogram Recorded(IEnumerable<long> microseconds)
    {
        var histogram = new LatencyHistogram();
        foreach (var latency in microseconds)
            histogram.Record(TimeSpan.FromMicroseconds(latency));
        return histogram;
    }
}
