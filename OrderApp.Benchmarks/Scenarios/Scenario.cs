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

/// <summary>What scenarios have to work with: the shop, the tools of this machine, and for how long.</summary>
internal sealed record Stage(BenchOptions Options, BookShop Shop, H2Load? H2Load, Tool? PgBench)
{
    private readonly Dictionary<string, long> calls = [];

    public bool Has(Scenario scenario) => !Enum.GetValues<Needs>().Any(need => need != Needs.None && scenario.Needs.HasFlag(need) && !Has(need));

    /// <summary>How a target is loaded: in full before the first measurement of a method, afterwards only for the run-up. Slow methods are warm after a <paramref name="share"/> of the calls.</summary>
    public LoadPlan Plan(Target target, string method, int connections, int streams, double share = 1) => new(
        target.Grpc, connections, streams, new((long)(Options.WarmUpCalls * share) - CallsOf(target, method), Options.WarmUp, Options.RunUp), Options.Duration);

    public MeterSet Meters(Target target) => new(target.ProcessIds, Shop.Database?.ProcessId);

    /// <summary>Notes the calls that were answered, for the next load of the same method, and tells of all that were before this measurement since the target was started.</summary>
    public Measurement Measured(Target target, string method, Measurement run)
    {
        var before = CallsOf(target, method);
        calls[Key(target, method)] = before + run.Acknowledged;
        return run with { WarmUpCalls = before + run.WarmUpCalls };
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
