using OrderApp.Benchmarks.Options;
using OrderApp.Benchmarks.Scenarios;

namespace OrderApp.Tests.Benchmarks;

public sealed class BenchArgumentsTests
{
    [Fact]
    public void Options_are_read()
    {
        var options = BenchArguments.Parse(["--quick", "--duration", "2.5", "--streams", "64", "--scenario", "create,read", "--scenario", "home", "--address", "http://localhost:50051"]);

        Assert.True(options.Quick);
        Assert.Equal(TimeSpan.FromSeconds(2.5), options.Duration);
        Assert.Equal(64, options.Streams);
        Assert.Equal(["create", "read", "home"], options.Filters);
        Assert.False(options.OwnShop);
    }

    [Fact]
    public void Every_scenario_is_measured_against_something_or_is_a_yardstick_itself()
    {
        var yardsticks = Catalogue.All.SelectMany(scenario => scenario.Yardsticks).ToHashSet();

        // Where orders arrive at a fixed rate, that rate is what the figure is told against.
        Assert.All(
            Catalogue.All.Where(scenario => !scenario.Name.StartsWith("watch-", StringComparison.Ordinal) && scenario.Name != "create-open"),
            scenario => Assert.True(scenario.Yardsticks.Count > 0 || yardsticks.Contains(scenario.Name), scenario.Name));
    }

    [Theory]
    [InlineData("--duration", "soon")]
    [InlineData("--duration", "-1")]
    [InlineData("--repetitions", "0")]
    [InlineData("--address", "localhost")]
    [InlineData("--nonsense", "1")]
    public void What_is_not_understood_is_named(string option, string value) =>
        Assert.StartsWith(option, Assert.Throws<OptionsException>(() => BenchArguments.Parse([option, value])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_chosen_scenario_brings_its_yardsticks()
    {
        var chosen = Catalogue.Chosen(BenchArguments.Parse(["--scenario", "create-h2load"])).Select(scenario => scenario.Name);

        Assert.Equal(["pgbench-batch", "pgbench", "floor-h2load", "create-h2load", "naive-h2load"], chosen);
    }

    [Fact]
    public void Every_yardstick_is_a_scenario()
    {
        var names = Catalogue.All.Select(scenario => scenario.Name).ToHashSet();

        Assert.Equal(Catalogue.All.Count, names.Count);
        Assert.All(Catalogue.All.SelectMany(scenario => scenario.Yardsticks), yardstick => Assert.Contains(yardstick, names));
    }
}
