using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Machine;
using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Shop;
using OrderApp.Benchmarks.Yardsticks;

namespace OrderApp.Benchmarks.Scenarios;

/// <summary>What scenarios play on: the shop, the tools of this machine, and for how long.</summary>
internal sealed record Stage(BenchOptions Options, IShop Shop, H2Load? H2Load, PgBench? PgBench)
{
    private readonly Dictionary<string, long> calls = [];

    /// <summary>The ids of orders that were put into a database to be read.</summary>
    public Dictionary<string, IReadOnlyList<Guid>> OrdersToRead { get; } = [];

    /// <summary>What is still to be done before a method of a target is warm; further runs only need their run-up.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="method">The method, or the kind of request.</param>
    /// <param name="share">The part of the usual number of calls that makes a slow method warm.</param>
    public WarmUp WarmUp(Target target, string method, double share = 1) =>
        new((long)(Options.WarmUpCalls * share) - CallsOf(target, method), Options.WarmUp, Options.RunUp);

    /// <summary>Notes the calls that were answered. Answers how many had been before the measured window began, since the target was started.</summary>
    public long Called(Target target, string method, LoadResult result)
    {
        var before = CallsOf(target, method);
        calls[Key(target, method)] = before + result.Acknowledged;
        return before + result.WarmUpCalls;
    }

    public MeterSet Meters(Target target) => new(target.ProcessIds, Shop.Database?.ProcessId);

    /// <summary>The shop of our own, which some scenarios cannot do without.</summary>
    public OwnShop OwnShop => (OwnShop)Shop;

    private long CallsOf(Target target, string method) => calls.GetValueOrDefault(Key(target, method));

    private static string Key(Target target, string method) => $"{target.Grpc} {target.Web} {method}";
}
