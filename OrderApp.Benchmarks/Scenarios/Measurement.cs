using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Machine;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>One run of a scenario.</summary>
internal sealed record Measurement
{
    /// <summary>Calls (or events, where the scenario counts those) per second.</summary>
    public required double PerSecond { get; init; }

    public LatencySummary? Latency { get; init; }

    public IReadOnlyDictionary<string, long> Errors { get; init; } = new Dictionary<string, long>();

    public double? ServiceCores { get; init; }

    public double? DatabaseCores { get; init; }

    public double? GeneratorCores { get; init; }

    public double? ServiceMiB { get; init; }

    /// <summary>Calls of this kind that had been answered before the measured window began, since the service was started.</summary>
    public long? WarmUpCalls { get; init; }

    /// <summary>Why this run counts for nothing; null when it counts.</summary>
    public string? Void { get; init; }

    public string? Note { get; init; }

    /// <summary>A run that could not be made.</summary>
    public static Measurement Failed(string reason) => new() { PerSecond = 0, Void = reason };

    public static Measurement Of(LoadResult result, MeterSet meters, long warmUpCalls) => new()
    {
        PerSecond = result.PerSecond,
        Latency = result.Latency,
        Errors = result.Errors,
        GeneratorCores = result.GeneratorCores,
        ServiceCores = meters.ServiceCores,
        DatabaseCores = meters.DatabaseCores,
        ServiceMiB = meters.ServiceMiB,
        WarmUpCalls = warmUpCalls,
        Void = result.Latency.Max > 0 ? null : "no call ended well",
    };
}
