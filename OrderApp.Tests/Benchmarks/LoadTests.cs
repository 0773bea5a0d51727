using System.Diagnostics;
using System.Net;
using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Scenarios;
using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Tests.Benchmarks;

public sealed class LoadTests
{
    private static readonly long Second = Stopwatch.Frequency;
    private static readonly Target Service = new([new("http://127.0.0.1:1")], null, []);
    private readonly LoadWindow window = new(Begin: 0, Measure: Second, End: 3 * Second);

    [Fact]
    public void Open_loop_calls_keep_their_intended_start_however_late_they_are_taken()
    {
        var pace = new Pace(window, perSecond: 4);

        Assert.Equal(Enumerable.Range(0, 12).Select(call => call * Second / 4), TakeAll(pace, now: 10 * Second));
    }

    [Fact]
    public void Closed_loop_calls_start_at_once_until_the_end()
    {
        var pace = new Pace(window);

        Assert.Equal(2 * Second, pace.Next(2 * Second));
        Assert.Null(pace.Next(3 * Second));
    }

    [Fact]
    public void A_counted_warm_up_ends_with_its_last_call_or_its_time()
    {
        Assert.Equal(5, TakeAll(new Pace(window, calls: 5), now: Second).Count);
        Assert.Null(new Pace(window, calls: 5).Next(3 * Second));
    }

    [Fact]
    public void Waiting_for_the_start_counts_as_latency_and_what_lies_outside_the_window_is_acknowledged_but_not_measured()
    {
        var tally = new LoadTally(window);

        tally.Succeeded(intended: 0, ended: Second / 2);
        tally.Succeeded(intended: Second, ended: 2 * Second);
        tally.Succeeded(intended: 2 * Second, ended: 4 * Second);

        Assert.Equal((3, 1, 1, 2), (tally.Acknowledged, tally.BeforeWindow, tally.Measured, tally.Latencies.Count));
        Assert.Equal(2000, tally.Latencies.Summarize().Max, 1);
    }

    [Fact]
    public void What_a_warm_up_acknowledged_and_what_it_failed_in_count_with_the_rest()
    {
        var (warm, measured) = (new LoadTally(window), new LoadTally(window));
        warm.Succeeded(intended: 0, ended: 0);
        warm.Failed("Unavailable");
        measured.Succeeded(intended: 0, ended: Second / 2);
        measured.Succeeded(intended: Second, ended: 2 * Second);
        measured.Failed("Unavailable", 2);

        var result = measured.ToMeasurement(warm);

        Assert.Equal((3, 2L, 0.5), (result.Acknowledged, result.WarmUpCalls, result.PerSecond));
        Assert.Equal(3, result.Errors["Unavailable"]);
    }

    [Fact]
    public void Percentiles_are_those_of_the_sorted_latencies()
    {
        var latencies = new Latencies();
        foreach (var milliseconds in Enumerable.Range(1, 1000).Reverse())
            latencies.Record(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(new(500, 900, 990, 999, 1000), latencies.Summarize());
        Assert.Equal(new(0, 0, 0, 0, 0), new Latencies().Summarize());
    }

    [Fact]
    public void No_two_calls_have_the_same_request_id()
    {
        var body = GrpcBody.KeyedCreates();

        var keys = Enumerable.Range(0, 3000).Select(call => CreateOrderRequest.Parser.ParseFrom(body(call).AsSpan(GrpcBody.PrefixLength)).RequestId).ToList();

        Assert.DoesNotContain("", keys);
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Messages_are_cut_out_of_a_body_however_its_bytes_come(int bytesAtOnce)
    {
        var order = new OrderEvent { ResumeToken = new string('x', 300) };
        var lengths = new List<int>();

        await WatchConnection.ReadMessagesAsync(
            new Dribble([.. GrpcBody.Of(order), .. GrpcBody.Of(new OrderEvent()), .. GrpcBody.Of(order)], bytesAtOnce), message => lengths.Add(message.Length));

        Assert.Equal([order.CalculateSize(), 0, order.CalculateSize()], lengths);
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("14", "Unavailable")]
    [InlineData(null, "no grpc-status")]
    public void A_call_failed_unless_its_trailers_say_that_it_did_not(string? status, string? failure)
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.OK) { Version = HttpVersion.Version20 };
        if (status is not null)
            answer.TrailingHeaders.Add("grpc-status", status);

        Assert.Equal(failure, Caller.FailureOf(answer));
    }

    [Fact]
    public void A_method_is_warmed_up_once_by_its_share_of_the_calls_and_all_its_calls_are_told()
    {
        var options = BenchOptions.Parse(["--warm-up-calls", "1000", "--address", "http://127.0.0.1:1"]);
        var stage = new Stage(options, new(null, options), null, null);

        Assert.Equal(50, stage.Plan(Service, "/List", 1, 1, share: 0.05).WarmUp.Calls);
        Assert.Equal(300, stage.Measured(Service, "/Read", Answered(acknowledged: 700, before: 300)).WarmUpCalls);
        Assert.Equal(300, stage.Plan(Service, "/Read", 1, 1).WarmUp.Calls);
        Assert.Equal(1100, stage.Measured(Service, "/Read", Answered(acknowledged: 900, before: 400)).WarmUpCalls);
        Assert.True(stage.Plan(Service, "/Read", 1, 1).WarmUp.Calls <= 0);
        Assert.Equal(1000, stage.Plan(Service with { Grpc = [new("http://127.0.0.1:2")] }, "/Read", 1, 1).WarmUp.Calls);
    }

    private static List<long> TakeAll(Pace pace, long now)
    {
        var taken = new List<long>();
        while (pace.Next(now) is { } intended)
            taken.Add(intended);
        return taken;
    }

    private static Measurement Answered(long acknowledged, long before) => new() { PerSecond = 0, Acknowledged = acknowledged, WarmUpCalls = before };

    private sealed class Dribble(byte[] content, int bytesAtOnce) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(bytesAtOnce, buffer.Length)], cancellationToken);
    }
}
