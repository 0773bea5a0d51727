using System.Collections.Concurrent;
using System.Globalization;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>The countries of the world, named in the reader's language.</summary>
internal static class Countries
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string Code, string Name)>> ByLanguage = new();

    /// <summary>Codes of ISO 3166-1 alpha-2 and names, in the order of the names.</summary>
    public static IReadOnlyList<(string Code, string Name)> InReadersLanguage => ByLanguage.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => Named());

    // A region's name is told in the language of who asks.
    private static List<(string Code, string Name)> Named() =>
    [
        .. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(culture => new RegionInfo(culture.Name))
            .Where(region => region.TwoLetterISORegionName is { Length: 2 } code && code.All(char.IsAsciiLetterUpper))
            .DistinctBy(region => region.TwoLetterISORegionName)
            .Select(region => (region.TwoLetterISORegionName, region.DisplayName))
            .OrderBy(country => country.DisplayName, StringComparer.CurrentCulture),
    ];
}
