using OrderApp.Benchmarks.Load;
using OrderApp.Benchmarks.Scenarios;
using OrderApp.Benchmarks.Shop;
using OrderApp.Protos;

namespace OrderApp.Tests.Benchmarks;

public sealed class LoadTests
{
    private static readonly Uri[] Replicas = [new("http://127.0.0.1:1"), new("http://127.0.0.1:2"), new("http://127.0.0.1:3")];

    [Fact]
    public void Connections_are_spread_evenly_over_replicas()
    {
        var load = Load(Bodies.Create);

        Assert.All(Enumerable.Range(0, 6).GroupBy(load.AddressOf), replica => Assert.Equal(2, replica.Count()));
        Assert.Equal(Replicas, Enumerable.Range(0, 3).Select(load.AddressOf));
    }

    [Fact]
    public void No_two_calls_of_a_load_and_its_warm_up_have_the_same_request_id()
    {
        var load = Load(Bodies.CreateKeyed());
        var measured = load with { Duration = TimeSpan.FromSeconds(2) };

        var keys = Enumerable.Range(0, 3000).Select(call => KeyOf((call < 1500 ? load : measured).NextBody())).ToList();

        Assert.DoesNotContain("", keys);
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public void Replicas_are_one_target_of_all_their_processes()
    {
        var target = Target.Of([new(Replicas[0], null, [1]), new(Replicas[1], null, [2])]).With(new Target(null, null, [3, 4]));

        Assert.Equal(Replicas[..2], target.Replicas);
        Assert.Equal([1, 2, 3, 4], target.ProcessIds);
        Assert.Equal([Replicas[0]], new Target(Replicas[0], null).Replicas);
    }

    [Fact]
    public void Steps_of_a_visit_are_told_apart_and_added_up()
    {
        var window = LoadWindow.StartingNow(TimeSpan.Zero, TimeSpan.FromHours(1));
        var (one, other) = (new StepTally(window), new StepTally(window));
        one.Of("browse").Succeeded(window.Begin, window.Begin + 1);
        one.Of("order").Failed("HTTP 503");
        other.Of("order").Succeeded(window.Begin, window.Begin + 1);

        one.Add(other);

        Assert.Equal(["browse", "order"], one.Steps.Order());
        Assert.Equal((1, 1, 2), (one.Of("browse").Acknowledged, one.Of("order").Acknowledged, one.Total().Acknowledged));
        Assert.Equal(1, one.Total().Errors["HTTP 503"]);
    }

    private static GrpcLoad Load(Func<long, byte[]> body) => new(Replicas, "/order.OrderService/CreateOrder", body) { WarmUp = default, Duration = TimeSpan.FromSeconds(1) };

    private static string KeyOf(byte[] body) => CreateOrderRequest.Parser.ParseFrom(body.AsSpan(5)).RequestId;
}
