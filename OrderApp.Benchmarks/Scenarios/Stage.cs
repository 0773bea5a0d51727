using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Machine;
using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Shop;
using OrderApp.Benchmarks.Yardsticks;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>What scenarios play on: the shop, the tools of this machine, and for how long.</summary>
internal sealed record Stage(BenchOptions Options, IShop Shop, H2Load? H2Load, PgBench? PgBench)
{
    private readonly HashSet<string> warm = [];

    /// <summary>How long to load a method of a target before it is measured: the first time is the longest.</summary>
    public TimeSpan WarmUp(Target target, string method) =>
        warm.Add($"{target.Grpc} {target.Web} {method}") ? Options.FirstWarmUp : Options.WarmUp;

    public MeterSet Meters(Target target) => new(target.ProcessId, Shop.Database?.ProcessId);

    /// <summary>The shop of our own, which some scenarios cannot do without.</summary>
    public OwnShop OwnShop => (OwnShop)Shop;
}
