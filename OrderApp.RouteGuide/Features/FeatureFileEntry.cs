namespace OrderApp.Routes.Features;

/// <summary>One entry of the features file, as it is written there.</summary>
internal sealed record FeatureFileEntry(FeatureFileEntry.Place? Location, string? Name)
{
    internal sealed record Place(int? Latitude, int? Longitude);
}
