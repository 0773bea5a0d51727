using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Machine;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>What must be there for a scenario to be measured.</summary>
[Flags]
internal enum Needs
{
    None = 0,
    OwnShop = 1,
    Grpc = 2,
    Web = 4,
    H2Load = 8,
    PgBench = 16,
}

/// <summary>One thing that is measured.</summary>
/// <param name="Name">Short, for the command line.</param>
/// <param name="Title">What is measured, for the report.</param>
/// <param name="Needs">What must be there.</param>
/// <param name="MeasureAsync">Makes one run.</param>
internal sealed record Scenario(string Name, string Title, Needs Needs, Func<Stage, CancellationToken, Task<Measurement>> MeasureAsync)
{
    /// <summary>The scenarios of the same run that this one's figure is divided by.</summary>
    public IReadOnlyList<string> Yardsticks { get; init; } = [];

    /// <summary>Whether it is among those of a quick run.</summary>
    public bool IsQuick { get; init; } = true;
}

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

    /// <summary>What is to be said beside the figures.</summary>
    public IEnumerable<string> Remarks => new[]
    {
        Void is null ? null : $"VOID: {Void}",
        Errors.Count == 0 ? null : $"errors: {string.Join(", ", Errors.Select(error => $"{error.Value} {error.Key}"))}",
        Note,
    }.OfType<string>();
}

/// <summary>What scenarios have to work with: the shop, the tools of this machine, and for how long.</summary>
internal sealed record Stage(BenchOptions Options, BookShop Shop, H2Load? H2Load, Tool? PgBench)
{
    private readonly Dictionary<string, long> calls = [];

    public bool Has(Scenario scenario) => !Enum.GetValues<Needs>().Any(need => need != Needs.None && scenario.Needs.HasFlag(need) && !Has(need));

    /// <summary>How a target is loaded: in full before the first measurement of a method, afterwards only for the run-up.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="method">The method, or the kind of request.</param>
    /// <param name="connections">HTTP/2 connections.</param>
    /// <param name="streams">Calls in flight on each.</param>
    /// <param name="share">The part of the usual number of calls that makes a slow method warm.</param>
    public LoadPlan Plan(Target target, string method, int connections, int streams, double share = 1) => new(
        target.Grpc, connections, streams, new((long)(Options.WarmUpCalls * share) - CallsOf(target, method), Options.WarmUp, Options.RunUp), Options.Duration);

    public MeterSet Meters(Target target) => new(target.ProcessIds, Shop.Database?.ProcessId);

    /// <summary>What a load told, with the calls that had been answered since the target was started.</summary>
    public Measurement Measured(Target target, string method, LoadResult result, MeterSet meters)
    {
        var before = CallsOf(target, method);
        calls[Key(target, method)] = before + result.Acknowledged;
        return new()
        {
            PerSecond = result.PerSecond,
            Latency = result.Latency,
            Errors = result.Errors,
            GeneratorCores = result.GeneratorCores,
            ServiceCores = meters.ServiceCores,
            DatabaseCores = meters.DatabaseCores,
            ServiceMiB = meters.ServiceMiB,
            WarmUpCalls = before + result.WarmUpCalls,
            Void = result.Latency.Max > 0 ? null : "no call ended well",
        };
    }

    /// <summary>The orders behind the load; null when their database is not ours to look into.</summary>
    public StoredOrders? Stored(string database) => Shop.Database is { } own ? new(own, database) : null;

    private bool Has(Needs need) => need switch
    {
        Needs.OwnShop => Options.OwnShop,
        Needs.Grpc => Options.OwnShop || Options.Address is not null,
        Needs.Web => Options.OwnShop || Options.Web is not null,
        Needs.H2Load => H2Load is not null,
        _ => PgBench is not null,
    };

    private long CallsOf(Target target, string method) => calls.GetValueOrDefault(Key(target, method));

    private static string Key(Target target, string method) => $"{string.Join(' ', target.Grpc)} {target.Web} {method}";
}
