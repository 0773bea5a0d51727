using System.Reflection;
using System.Text.RegularExpressions;
using OrderApp.AppHost.LocalPostgres;

namespace OrderApp.Tests.Support;

public sealed partial class ReadmeTests
{
    [Fact]
    public async Task Every_test_that_the_README_names_beside_a_promise_is_there()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Clone.OfThisProgram().Root, "README.md"));
        var promised = TestName().Matches(text).Select(match => match.Groups["name"].Value).ToList();
        var there = typeof(ReadmeTests).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name).ToHashSet();

        Assert.True(promised.Count > 20, "the README has its table of promises");
        Assert.All(promised, name => Assert.Contains(name, there));
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){3,})`")]
    private static partial Regex TestName();
}
