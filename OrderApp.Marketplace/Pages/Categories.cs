using System.Text.RegularExpressions;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Pages;

/// <summary>The categories of the contract, for people.</summary>
internal static partial class Categories
{
    public static IReadOnlyList<BookCategory> All { get; } = Enum.GetValues<BookCategory>();

    /// <summary>The English name, which is also the key of its translation: "Science fiction".</summary>
    public static string Label(BookCategory category)
    {
        var words = WordStart().Replace(category.ToString(), " $1").Trim().ToLowerInvariant();
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
