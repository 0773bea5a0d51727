namespace OrderApp.Benchmarks.Load;

/// <summary>What a load generator saw.</summary>
internal sealed record LoadResult
{
    /// <summary>Calls that ended well per second of the measured window.</summary>
    public required double PerSecond { get; init; }

    /// <summary>All calls that ended well, warm-up included.</summary>
    public required long Acknowledged { get; init; }

    public required LatencySummary Latency { get; init; }

    public IReadOnlyDictionary<string, long> Errors { get; init; } = new Dictionary<string, long>();

    /// <summary>Cores that the generator kept busy.</summary>
    public double GeneratorCores { get; init; }

    public static LoadResult Of(LoadTally tally, LoadWindow window, double generatorCores) => new()
    {
        PerSecond = tally.Measured / window.Duration.TotalSeconds,
        Acknowledged = tally.Acknowledged,
        Latency = tally.Latencies.Summarize(),
        Errors = tally.Errors,
        GeneratorCores = generatorCores,
    };
}
