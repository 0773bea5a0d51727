using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrderApp.Marketplace.Pages;

/// <summary>Texts that depend on a number, by the plural rules of the Unicode CLDR.</summary>
internal static class Plurals
{
    /// <summary>The form for a number, of a text whose forms stand between bars: "{0} book|{0} books", "{0} книга|{0} книги|{0} книг".</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="forms">The English forms, which are also the key of the translation.</param>
    /// <param name="count">The number; it is the text's {0}.</param>
    public static string Count(this IStringLocalizer<Texts> texts, string forms, long count)
    {
        var parts = texts[forms].Value.Split('|');
        var form = parts.Length switch
        {
            3 => RussianForm(count),
            2 => count == 1 ? 0 : 1,
            _ => 0,
        };
        return string.Format(CultureInfo.CurrentCulture, parts[form], count.ToString("N0", CultureInfo.CurrentCulture));
    }

    // One: 1, 21, 101, not 11. Few: 2 to 4, 22 to 24, not 12 to 14. Many: all others.
    private static int RussianForm(long count)
    {
        var ten = Math.Abs(count % 10);
        var hundred = Math.Abs(count % 100);
        return ten == 1 && hundred != 11 ? 0 : ten is >= 2 and <= 4 && hundred is < 12 or > 14 ? 1 : 2;
    }
}
