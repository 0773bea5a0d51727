namespace OrderApp.Benchmarks.Load;

/// <summary>What a load generator saw.</summary>
internal sealed record LoadResult
{
    /// <summary>Calls that ended well per second of the measured window.</summary>
    public required double PerSecond { get; init; }

    /// <summary>All calls that ended well, warm-up included.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Those of them that ended before the measured window began.</summary>
    public required long WarmUpCalls { get; init; }

    public required LatencySummary Latency { get; init; }

    public IReadOnlyDictionary<string, long> Errors { get; init; } = new Dictionary<string, long>();

    /// <summary>Cores that the generator kept busy.</summary>
    public double GeneratorCores { get; init; }

    /// <param name="tally">The load that was measured.</param>
    /// <param name="warmUp">A load that went before it; null when there was none.</param>
    /// <param name="window">When it was measured.</param>
    /// <param name="generatorCores">Cores that the generator kept busy.</param>
    public static LoadResult Of(LoadTally tally, LoadTally? warmUp, LoadWindow window, double generatorCores)
    {
        var errors = new LoadTally(window);
        errors.Add(tally);
        if (warmUp is not null)
            errors.Add(warmUp);
        return new()
        {
            PerSecond = tally.Measured / window.Duration.TotalSeconds,
            Acknowledged = tally.Acknowledged + (warmUp?.Acknowledged ?? 0),
            WarmUpCalls = tally.BeforeWindow + (warmUp?.Acknowledged ?? 0),
            Latency = tally.Latencies.Summarize(),
            Errors = errors.Errors,
            GeneratorCores = generatorCores,
        };
    }
}
