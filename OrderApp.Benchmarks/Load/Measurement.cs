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

    /// <summary>Where the time went; empty where a scenario does not look.</summary>
    public IReadOnlyList<Cost> Costs { get; init; } = [];

    /// <summary>The statements that took the database the most time, one a line; empty unless they are counted.</summary>
    public IReadOnlyList<string> Costliest { get; init; } = [];

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

/// <summary>What a part of the shop and its database cost for each call: milliseconds of processor time, commits, and statements where they are counted.</summary>
internal sealed record Cost(string Part, double ServiceMilliseconds, double DatabaseMilliseconds, double Commits, double? Statements)
{
    /// <summary>The costs of a window divided by the calls in it, and their sum.</summary>
    public static IReadOnlyList<Cost> Each(IReadOnlyList<PartCost> costs, double calls)
    {
        if (calls < 1 || costs.Count == 0)
            return [];
        var each = costs.Select(cost => new Cost(
            cost.Part, cost.Service.TotalMilliseconds / calls, cost.Database.TotalMilliseconds / calls, cost.Commits / calls, cost.Statements / calls)).ToList();
        return [.. each, new("all", each.Sum(cost => cost.ServiceMilliseconds), each.Sum(cost => cost.DatabaseMilliseconds), each.Sum(cost => cost.Commits), each.Sum(cost => cost.Statements))];
    }
}
