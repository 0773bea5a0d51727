using System.Diagnostics;
using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Scenarios;
using OrderApp.Benchmarks.Shop;

namespace OrderApp.Tests.Benchmarks;

public sealed class WarmUpTests
{
    private static readonly long Second = Stopwatch.Frequency;
    private static readonly Target Service = new(new("http://127.0.0.1:1"), null);
    private readonly Stage stage = new(BenchArguments.Parse(["--warm-up-calls", "1000", "--warm-up", "9"]), new DeployedShop(null, null), null, null);

    [Fact]
    public void A_counted_warm_up_ends_with_its_last_call_however_many_share_it()
    {
        var budget = new CallBudget(5);
        var window = new LoadWindow(0, 10 * Second, 10 * Second);
        CountedPace[] paces = [new(window, budget), new(window, budget)];

        var taken = Enumerable.Range(0, 20).Count(call => paces[call % 2].TryTake(Second, out _));

        Assert.Equal(5, taken);
    }

    [Fact]
    public void A_counted_warm_up_ends_with_its_time_however_few_calls_were_made()
    {
        var pace = new CountedPace(new(0, 10 * Second, 10 * Second), new(5));

        Assert.True(pace.TryTake(9 * Second, out _));
        Assert.False(pace.TryTake(10 * Second, out _));
    }

    [Fact]
    public void A_method_is_warmed_up_once_and_all_its_calls_are_told()
    {
        Assert.Equal(1000, stage.WarmUp(Service, "/Read").Calls);

        Assert.Equal(300, stage.Called(Service, "/Read", Answered(acknowledged: 700, before: 300)));

        Assert.Equal(300, stage.WarmUp(Service, "/Read").Calls);
        Assert.Equal(1100, stage.Called(Service, "/Read", Answered(acknowledged: 900, before: 400)));
        Assert.True(stage.WarmUp(Service, "/Read").Calls <= 0);
    }

    [Fact]
    public void Another_method_and_another_service_are_still_cold()
    {
        stage.Called(Service, "/Read", Answered(acknowledged: 5000, before: 1000));

        Assert.Equal(1000, stage.WarmUp(Service, "/Create").Calls);
        Assert.Equal(1000, stage.WarmUp(Service with { Grpc = new("http://127.0.0.1:2") }, "/Read").Calls);
    }

    [Fact]
    public void A_slow_method_takes_its_share_of_the_calls() => Assert.Equal(50, stage.WarmUp(Service, "/List", share: 0.05).Calls);

    [Fact]
    public void What_a_warm_up_acknowledged_and_what_it_failed_in_count_with_the_rest()
    {
        var window = new LoadWindow(Begin: 0, Measure: Second, End: 3 * Second);
        var (warm, measured) = (new LoadTally(window), new LoadTally(window));
        warm.Succeeded(intended: 0, ended: 0);
        warm.Failed("Unavailable");
        measured.Succeeded(intended: 0, ended: Second / 2);
        measured.Succeeded(intended: Second, ended: 2 * Second);
        measured.Failed("Unavailable", 2);

        var result = LoadResult.Of(measured, warm, window, generatorCores: 0);

        Assert.Equal((3, 2, 0.5), (result.Acknowledged, result.WarmUpCalls, result.PerSecond));
        Assert.Equal(3, result.Errors["Unavailable"]);
    }

    private static LoadResult Answered(long acknowledged, long before) =>
        new() { PerSecond = 0, Acknowledged = acknowledged, WarmUpCalls = before, Latency = new(0, 0, 0, 0, 0) };
}
