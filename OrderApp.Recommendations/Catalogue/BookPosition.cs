namespace OrderApp.Books.Catalogue;

/// <summary>Where a page ended: the sort key of its last book, a number or a text as the order has it, and the id.</summary>
internal readonly record struct BookPosition(int NumberKey, string TextKey, int Id);
