using System.Reflection;
using System.Text.RegularExpressions;
using OrderApp.LocalPostgres;

namespace OrderApp.Tests.Support;

public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md", 20)]
    [InlineData("docs/security.md", 20)]
    public async Task Every_test_that_a_document_names_beside_a_promise_is_there(string document, int atLeast)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Clone.OfThisProgram().Root, document));
        var promised = TestName().Matches(text).Select(match => match.Groups["name"].Value).ToList();
        var there = typeof(ReadmeTests).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name).ToHashSet();

        Assert.True(promised.Count > atLeast, $"{document} names its tests");
        Assert.All(promised, name => Assert.Contains(name, there));
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){3,})`")]
    private static partial Regex TestName();
}
