using System.Diagnostics;
using OrderApp.Benchmarks.Load;

namespace OrderApp.Tests.Benchmarks;

public sealed class PaceTests
{
    private static readonly long Second = Stopwatch.Frequency;
    private readonly LoadWindow window = new(Begin: 0, Measure: Second, End: 3 * Second);

    [Fact]
    public void Open_loop_calls_start_at_their_rate_and_no_sooner()
    {
        var pace = new OpenPace(window, perSecond: 10);

        Assert.Single(TakeAll(pace, now: 0));
        Assert.Empty(TakeAll(pace, now: Second / 20));
        Assert.Equal(10, TakeAll(pace, now: Second).Count);
        Assert.Equal(Second + Second / 10, pace.NextDue);
    }

    [Fact]
    public void Open_loop_calls_that_had_to_wait_keep_their_intended_start()
    {
        var pace = new OpenPace(window, perSecond: 4);

        var late = TakeAll(pace, now: 2 * Second);

        Assert.Equal(Enumerable.Range(0, 9).Select(call => call * Second / 4), late);
    }

    [Fact]
    public void Waiting_for_the_start_counts_as_latency()
    {
        var tally = new LoadTally(window);

        tally.Succeeded(intended: Second, ended: 2 * Second);

        Assert.Equal(1000, tally.Latencies.Summarize().Max, 1);
    }

    [Fact]
    public void Open_loop_ends_with_its_window()
    {
        var pace = new OpenPace(window, perSecond: 100);

        Assert.Equal(300, TakeAll(pace, now: 10 * Second).Count);
        Assert.Null(pace.NextDue);
    }

    [Fact]
    public void Warm_up_and_what_comes_after_the_end_are_acknowledged_but_not_measured()
    {
        var tally = new LoadTally(window);

        tally.Succeeded(intended: 0, ended: Second / 2);
        tally.Succeeded(intended: Second, ended: 2 * Second);
        tally.Succeeded(intended: 2 * Second, ended: 4 * Second);

        Assert.Equal(3, tally.Acknowledged);
        Assert.Equal(1, tally.Measured);
        Assert.Equal(2, tally.Latencies.Count);
    }

    [Fact]
    public void Closed_loop_calls_start_at_once_until_the_end()
    {
        var pace = new ClosedPace(window);

        Assert.True(pace.TryTake(2 * Second, out var intended));
        Assert.Equal(2 * Second, intended);
        Assert.False(pace.TryTake(3 * Second, out _));
    }

    private static List<long> TakeAll(OpenPace pace, long now)
    {
        var taken = new List<long>();
        while (pace.TryTake(now, out var intended))
            taken.Add(intended);
        return taken;
    }
}
