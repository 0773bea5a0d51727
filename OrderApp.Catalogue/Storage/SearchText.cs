using System.Text;

namespace OrderApp.Books.Storage;

/// <summary>
/// The text that searches compare. Letter case is folded here and not in the database, whose own idea of it depends on
/// the locale it was made with.
/// </summary>
internal static class SearchText
{
    /// <summary>Shorter texts have no trigram and are looked up among the one- and two-character pieces.</summary>
    public const int ShortestTrigramQuery = 3;

    public const int LongestTitleKey = 200;

    public static string Fold(string text) => text.Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <summary>A line break parts the fields; no query can hold one, so none matches across them.</summary>
    public static string Of(string title, string authors) => $"{Fold(title)}\n{Fold(authors)}";

    /// <summary>What titles are sorted by; cut, since an index takes no more than some 2,700 bytes.</summary>
    public static string TitleKey(string title) => string.Concat(Fold(title).EnumerateRunes().Take(LongestTitleKey));

    public static string EscapeLike(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
