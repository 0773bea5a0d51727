using OrderApp.Protos;

namespace OrderApp.Books.ImportCommand;

/// <summary>The categories as people write them: any case, with a blank or a hyphen for the underscore, or run together.</summary>
internal static class CategoryNames
{
    private static readonly Dictionary<string, BookCategory> ByName =
        Enum.GetValues<BookCategory>().ToDictionary(category => category.ToString(), StringComparer.OrdinalIgnoreCase);

    public static string All { get; } = string.Join(", ", ByName.Keys);

    public static BookCategory? Find(string name) =>
        ByName.TryGetValue(string.Concat(name.Where(char.IsAsciiLetter)), out var category) ? category : null;
}
