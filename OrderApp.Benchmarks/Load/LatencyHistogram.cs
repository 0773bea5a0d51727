using System.Numerics;

namespace OrderApp.Benchmarks.Load;

/// <summary>
/// Counts latencies in buckets whose width grows with the value, as HdrHistogram does: a percentile is exact to a microsecond below
/// 256 µs and to less than 1 % above. One thread records; histograms are added up afterwards.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int PrecisionBits = 7;
    private const int ExactBelow = 2 << PrecisionBits;
    private readonly long[] counts = new long[(64 - PrecisionBits) << PrecisionBits];

    public long Count { get; private set; }

    public TimeSpan Max { get; private set; }

    public void Record(TimeSpan latency)
    {
        counts[BucketOf(Microseconds(latency))]++;
        Count++;
        if (latency > Max)
            Max = latency;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
        Count += other.Count;
        if (other.Max > Max)
            Max = other.Max;
    }

    /// <summary>The latency that this percentage of the calls did not exceed; zero when nothing was recorded.</summary>
    public TimeSpan Percentile(double percentage)
    {
        if (Count is 0)
            return TimeSpan.Zero;
        var wanted = Math.Clamp((long)Math.Ceiling(percentage / 100 * Count), 1, Count);
        var bucket = -1;
        for (long seen = 0; seen < wanted;)
            seen += counts[++bucket];
        var top = TimeSpan.FromMicroseconds(TopOf(bucket));
        return top < Max ? top : Max;
    }

    public LatencySummary Summarize() =>
        new(Percentile(50).TotalMilliseconds, Percentile(90).TotalMilliseconds, Percentile(99).TotalMilliseconds, Percentile(99.9).TotalMilliseconds, Max.TotalMilliseconds);

    private static long Microseconds(TimeSpan latency) => Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);

    private static int BucketOf(long value)
    {
        if (value < ExactBelow)
            return (int)value;
        var shift = BitOperations.Log2((ulong)value) - PrecisionBits;
        return (shift << PrecisionBits) + (int)(value >> shift);
    }

    private static long TopOf(int bucket)
    {
        if (bucket < ExactBelow)
            return bucket;
        var shift = (bucket >> PrecisionBits) - 1;
        return ((long)(bucket - (shift << PrecisionBits) + 1) << shift) - 1;
    }
}
