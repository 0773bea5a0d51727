namespace OrderApp.Books.Catalogue;

/// <summary>Some books of a list, and where the next page begins when there is one.</summary>
internal sealed record BookPage(IReadOnlyList<ListedBook> Books, BookPosition? Next);
