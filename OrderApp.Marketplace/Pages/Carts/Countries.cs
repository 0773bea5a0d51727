using System.Collections.Concurrent;
using System.Globalization;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>The countries of the world, named in the reader's language.</summary>
internal static class Countries
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string Code, string Name)>> ByLanguage = new();

    private static readonly string[] Codes =
    [
        .. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(culture => new RegionInfo(culture.Name).TwoLetterISORegionName)
            .Where(code => code is { Length: 2 } && code.All(char.IsAsciiLetterUpper)).Distinct(),
    ];

    /// <summary>Codes of ISO 3166-1 alpha-2 and names, in the order of the names.</summary>
    public static IReadOnlyList<(string Code, string Name)> InReadersLanguage => ByLanguage.GetOrAdd(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Named);

    // A region of a language names itself in that language; its display name is kept in the language of who asked first.
    private static List<(string Code, string Name)> Named(string language) =>
    [
        .. Codes.Select(code => (Code: code, Name: new RegionInfo($"{language}-{code}").NativeName)).OrderBy(country => country.Name, StringComparer.Create(new CultureInfo(language), ignoreCase: false)),
    ];
}
