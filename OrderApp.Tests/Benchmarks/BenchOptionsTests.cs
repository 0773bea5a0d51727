using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Tests.Benchmarks;

public sealed class BenchOptionsTests
{
    private static readonly IReadOnlyList<Scenario> All = ScenarioList.Of(new());

    [Fact]
    public void Options_are_read()
    {
        var options = BenchOptions.Parse(["--duration", "2.5", "--quick", "--streams", "64", "--scenario", "create,read", "home", "--address", "http://localhost:50051"]);

        Assert.True(options.Quick);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.Duration);
        Assert.Equal(64, options.Streams);
        Assert.Equal(["create", "read", "home"], options.Filters);
        Assert.False(options.OwnShop);
    }

    [Theory]
    [InlineData("--duration", "soon")]
    [InlineData("--duration", "-1")]
    [InlineData("--repetitions", "0")]
    [InlineData("--address", "localhost")]
    [InlineData("--nonsense", "1")]
    [InlineData("--output")]
    public void What_is_not_understood_is_named(params string[] arguments) =>
        Assert.StartsWith(arguments[0], Assert.Throws<FormatException>(() => BenchOptions.Parse(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_chosen_scenario_brings_its_yardsticks() => Assert.Equal(
        ["pgbench-batch", "pgbench", "floor-h2load", "create-h2load"],
        ScenarioList.Chosen(BenchOptions.Parse(["--scenario", "create-h2load"])).Select(scenario => scenario.Name));

    [Fact]
    public void Other_numbers_in_flight_are_other_scenarios() =>
        Assert.Contains("create-512", ScenarioList.Of(BenchOptions.Parse(["--connections", "8", "--streams", "64"])).Select(scenario => scenario.Name));

    [Fact]
    public void Every_scenario_is_measured_against_another_or_is_a_yardstick_itself()
    {
        var names = All.Select(scenario => scenario.Name).ToHashSet();
        var yardsticks = All.SelectMany(scenario => scenario.Yardsticks).ToHashSet();

        Assert.Equal(All.Count, names.Count);
        Assert.Subset(names, yardsticks);
        // Where orders arrive at a fixed rate, that rate is what the figure is told against.
        Assert.All(
            All.Where(scenario => !scenario.Name.StartsWith("watch-", StringComparison.Ordinal) && scenario.Name != "create-open"),
            scenario => Assert.True(scenario.Yardsticks.Count > 0 || yardsticks.Contains(scenario.Name), scenario.Name));
    }

    [Fact]
    public void A_deployed_shop_is_measured_by_what_needs_nothing_of_its_inside()
    {
        var options = BenchOptions.Parse(["--address", "http://localhost:50051"]);
        var stage = new Stage(options, new(null, options), null, null);

        Assert.Equal(["floor-128", "create-128", "create-keyed-128", "create-open", "read-128"], ScenarioList.Of(options).Where(stage.Has).Select(scenario => scenario.Name));
    }
}
