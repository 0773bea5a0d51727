using OrderApp.Routes.Features;

namespace OrderApp.Tests.Routes;

public sealed class FeatureFileTests
{
    private const string Good = """{"location": {"latitude": 1, "longitude": 2}, "name": "Quay"}""";

    [Theory]
    [InlineData("""{"location": {"latitude": 900000001, "longitude": 2}, "name": ""}""", "entry 3, location.latitude: 900000001")]
    [InlineData("""{"location": {"latitude": 1, "longitude": -1800000001}, "name": ""}""", "entry 3, location.longitude: -1800000001")]
    [InlineData("""{"location": {"latitude": 1}, "name": ""}""", "entry 3, location.longitude: is missing")]
    [InlineData("""{"name": "x"}""", "entry 3, location.latitude: is missing")]
    [InlineData("""{"location": {"latitude": 1, "longitude": 2}}""", "entry 3, name: is missing")]
    [InlineData("null", "entry 3, location.latitude: is missing")]
    [InlineData("""{"location": {"latitude": 1.5, "longitude": 2}, "name": ""}""", "entry 3, location.latitude, line 3: ")]
    [InlineData("""{"location": {"latitude": 99999999999, "longitude": 2}, "name": ""}""", "entry 3, location.latitude, line 3: ")]
    [InlineData("""{"location": {"latitude": 1, "longitude": 2}, "name": 7}""", "entry 3, name, line 3: ")]
    [InlineData("7", "entry 3, line 3: ")]
    [InlineData("}", "line 3: this is not")]
    public async Task A_bad_entry_is_named_with_its_field_in_one_line(string entry, string complaint)
    {
        using var file = FeaturesFile.WithText($"[{Good},\n{Good},\n{entry}\n]");

        var error = await Assert.ThrowsAsync<FeatureFileException>(() => FeatureFile.LoadAsync(file.Path, CancellationToken.None));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(file.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task The_entry_is_named_rightly_far_into_a_long_file()
    {
        var entries = Enumerable.Repeat(Good, 5_000).Append("""{"location": {"latitude": "north", "longitude": 2}, "name": ""}""");
        using var file = FeaturesFile.WithText($"[{string.Join(",\n", entries)}]");

        var error = await Assert.ThrowsAsync<FeatureFileException>(() => FeatureFile.LoadAsync(file.Path, CancellationToken.None));

        Assert.Contains("entry 5001, location.latitude, line 5001", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("not json")]
    public async Task What_is_not_an_array_of_features_is_refused(string content)
    {
        using var file = FeaturesFile.WithText(content);

        await Assert.ThrowsAsync<FeatureFileException>(() => FeatureFile.LoadAsync(file.Path, CancellationToken.None));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var error = await Assert.ThrowsAsync<FeatureFileException>(
            () => FeatureFile.LoadAsync("no-such-file.json", CancellationToken.None));

        Assert.StartsWith("no-such-file.json cannot be read: ", error.Message, StringComparison.Ordinal);
    }
}
