using System.ComponentModel.DataAnnotations;

namespace OrderApp.Routes.Common;

/// <summary>Settings of the section "RouteGuide".</summary>
internal sealed class RouteGuideOptions
{
    public const string Section = "RouteGuide";

    /// <summary>
    /// JSON array of {"location": {"latitude", "longitude"}, "name"}, in E7. A relative path starts at the content root, or
    /// beside the service's assembly where the content root has no such file.
    /// </summary>
    [Required]
    public string FeaturesFile { get; init; } = "Features/features.json";

    /// <summary>Notes that one RouteChat stream may leave; more are RESOURCE_EXHAUSTED.</summary>
    [Range(1, 1_000_000)]
    public int MaxNotesPerChat { get; init; } = 10_000;

    /// <summary>Bytes, as sent, of the notes that one RouteChat stream may leave; more are RESOURCE_EXHAUSTED.</summary>
    [Range(1, 1 << 30)]
    public int MaxBytesPerChat { get; init; } = 4 << 20;
}
