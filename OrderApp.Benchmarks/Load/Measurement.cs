namespace OrderApp.Benchmarks.Load;

/// <summary>One run of a scenario, or of a step of it.</summary>
internal sealed record Measurement
{
    /// <summary>Calls (or events, where the scenario counts those) that ended well per second of the measured window.</summary>
    public required double PerSecond { get; init; }
    public LatencySummary? Latency { get; init; }

    /// <summary>All calls that ended well, warm-up included.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Those of them that ended before the measured window began.</summary>
    public long? WarmUpCalls { get; init; }
    public IReadOnlyDictionary<string, long> Errors { get; init; } = new Dictionary<string, long>();
    public double? ServiceCores { get; init; }
    public double? DatabaseCores { get; init; }
    public double? GeneratorCores { get; init; }

    /// <summary>The services' resident memory at the window's end.</summary>
    public double? ServiceMiB { get; init; }

    /// <summary>Why this run counts for nothing; null when it counts.</summary>
    public string? Void { get; init; }
    public string? Note { get; init; }

    /// <summary>What is to be said beside the figures.</summary>
    public IEnumerable<string> Remarks => new[]
    {
        Void is null ? null : $"VOID: {Void}",
        Errors.Count == 0 ? null : $"errors: {string.Join(", ", Errors.Select(error => $"{error.Value} {error.Key}"))}",
        Note,
    }.OfType<string>();
}
