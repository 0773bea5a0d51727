using System.Text.Json;
using OrderApp.Routes.Geography;

namespace OrderApp.Routes.Features;

/// <summary>Reads a features file entry by entry, so that only the features are held, never the file.</summary>
internal static class FeatureFile
{
    /// <exception cref="FeatureFileException">The file cannot be read, is not JSON, or an entry is not a feature.</exception>
    public static async Task<FeatureMap> LoadAsync(string path, CancellationToken cancellation)
    {
        var features = new List<MapFeature>();
        try
        {
            await using var file = File.OpenRead(path);
            var entries = JsonSerializer.DeserializeAsyncEnumerable<FeatureFileEntry>(file, JsonSerializerOptions.Web, cancellation);
            await foreach (var entry in entries)
                features.Add(ToFeature(entry, path, number: features.Count + 1));
        }
        catch (JsonException unreadable)
        {
            var where = Where(unreadable, read: features.Count);
            throw new FeatureFileException($"{path}, {where}: this is not the JSON of a feature", unreadable);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new FeatureFileException($"{path} cannot be read: {unreadable.Message}", unreadable);
        }

        return new([.. features]);
    }

    private static MapFeature ToFeature(FeatureFileEntry? entry, string path, int number)
    {
        var latitude = Coordinate("latitude", entry?.Location?.Latitude, GeoPoint.MaxLatitude);
        var longitude = Coordinate("longitude", entry?.Location?.Longitude, GeoPoint.MaxLongitude);
        var name = entry?.Name ?? throw Unusable("name", "is missing (write \"\" for a feature without one)");
        return new(name, new(latitude, longitude));

        int Coordinate(string field, int? value, int limit) => value switch
        {
            null => throw Unusable($"location.{field}", "is missing"),
            _ when value < -limit || value > limit => throw Unusable($"location.{field}", $"{value} is outside +/-{limit}"),
            _ => value.Value,
        };

        FeatureFileException Unusable(string field, string why) => new($"{path}, entry {number}, {field}: {why}");
    }

    // The reader counts entries from the last one that it has handed out: "$[2].location.latitude" after 5 is the eighth.
    private static string Where(JsonException exception, int read)
    {
        var line = $"line {exception.LineNumber + 1}";
        var path = exception.Path ?? "";
        var end = path.IndexOf(']', StringComparison.Ordinal);
        return path.StartsWith("$[", StringComparison.Ordinal) && int.TryParse(path[2..end], out var index)
            ? $"entry {read + index + 1}, {(end + 2 < path.Length ? path[(end + 2)..] + ", " : "")}{line}"
            : line;
    }
}

/// <summary>One entry of the features file, as it is written there.</summary>
internal sealed record FeatureFileEntry(FeatureFileEntry.Place? Location, string? Name)
{
    internal sealed record Place(int? Latitude, int? Longitude);
}

/// <summary>The features file cannot be used; the message says which file, which entry and why, in one line.</summary>
internal sealed class FeatureFileException(string message, Exception? inner = null) : Exception(message, inner);
