namespace OrderApp.Benchmarks.Load;

/// <summary>What became of the calls of one load. One caller counts; tallies are added up afterwards.</summary>
internal sealed class LoadTally(LoadWindow window)
{
    private readonly Dictionary<string, long> errors = new(StringComparer.Ordinal);

    public Latencies Latencies { get; } = new();

    /// <summary>Calls that ended well, those outside the window too.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Calls that ended well before the window began.</summary>
    public long BeforeWindow { get; private set; }

    /// <summary>Calls that ended well within the window.</summary>
    public long Measured { get; private set; }

    /// <summary>Failed calls by code, those outside the window too.</summary>
    public IReadOnlyDictionary<string, long> Errors => errors;

    /// <param name="intended">When the call was to start. What it waited for its start counts as latency.</param>
    /// <param name="ended">When its end was seen.</param>
    public void Succeeded(long intended, long ended)
    {
        Acknowledged++;
        if (ended < window.Measure)
            BeforeWindow++;
        else if (window.Holds(ended))
            Measured++;
        if (window.Holds(intended))
            Latencies.Record(Stopwatch.GetElapsedTime(intended, ended));
    }

    public void Failed(string code, long count = 1) => errors[code] = errors.GetValueOrDefault(code) + count;

    public static LoadTally Sum(LoadWindow window, IEnumerable<LoadTally> tallies)
    {
        var sum = new LoadTally(window);
        foreach (var tally in tallies)
        {
            sum.Acknowledged += tally.Acknowledged;
            sum.BeforeWindow += tally.BeforeWindow;
            sum.Measured += tally.Measured;
            sum.Latencies.Add(tally.Latencies);
            foreach (var (code, count) in tally.Errors)
                sum.Failed(code, count);
        }
        return sum;
    }

    /// <summary>What is told of it, with the calls of a warm-up that went before.</summary>
    public Measurement ToMeasurement(LoadTally? warmUp)
    {
        var all = warmUp is null ? this : Sum(window, [this, warmUp]);
        return new()
        {
            PerSecond = Measured / window.Duration.TotalSeconds,
            Latency = Latencies.Summarize(),
            Acknowledged = all.Acknowledged,
            WarmUpCalls = BeforeWindow + (warmUp?.Acknowledged ?? 0),
            Errors = all.Errors,
            Void = Latencies.Count > 0 ? null : "no call ended well",
        };
    }
}

/// <summary>Percentiles of latency in milliseconds.</summary>
internal sealed record LatencySummary(double P50, double P90, double P99, double P999, double Max);

/// <summary>Every latency that was recorded.</summary>
internal sealed class Latencies
{
    private readonly List<float> milliseconds = [];

    public int Count => milliseconds.Count;

    public void Record(TimeSpan latency) => milliseconds.Add((float)latency.TotalMilliseconds);

    public void Add(Latencies other) => milliseconds.AddRange(other.milliseconds);

    /// <summary>Each percentile is the latency that this share of the calls did not exceed; zero when nothing was recorded.</summary>
    public LatencySummary Summarize()
    {
        milliseconds.Sort();
        return new(At(500), At(900), At(990), At(999), At(1000));

        double At(long thousandths) => Count == 0 ? 0 : Math.Round(milliseconds[(int)((thousandths * Count + 999) / 1000) - 1], 4);
    }
}
