using System.Text.Json;
using OrderApp.Protos;

namespace OrderApp.Tests.Routes;

/// <summary>A features file of a test's own; deleted at the end.</summary>
internal sealed class FeaturesFile : IDisposable
{
    private FeaturesFile(string content)
    {
        File.WriteAllText(Path, content);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"features-{Guid.NewGuid():N}.json");

    public static FeaturesFile WithText(string content) => new(content);

    public static FeaturesFile With(params (string Name, int Latitude, int Longitude)[] features) => new(JsonSerializer.Serialize(
        features.Select(feature => new
        {
            location = new { latitude = feature.Latitude, longitude = feature.Longitude },
            name = feature.Name,
        })));

    public static Feature Feature(string name, int latitude, int longitude) =>
        new() { Name = name, Location = new Point { Latitude = latitude, Longitude = longitude } };

    public void Dispose() => File.Delete(Path);
}
