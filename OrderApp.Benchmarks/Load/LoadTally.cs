using System.Diagnostics;

namespace OrderApp.Benchmarks.Load;

/// <summary>What became of the calls of one load. One thread counts; tallies are added up afterwards.</summary>
internal sealed class LoadTally(LoadWindow window)
{
    private readonly Dictionary<string, long> errors = new(StringComparer.Ordinal);

    public LatencyHistogram Latencies { get; } = new();

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

    public void Add(LoadTally other)
    {
        Acknowledged += other.Acknowledged;
        BeforeWindow += other.BeforeWindow;
        Measured += other.Measured;
        Latencies.Add(other.Latencies);
        foreach (var (code, count) in other.Errors)
            Failed(code, count);
    }
}
