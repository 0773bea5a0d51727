namespace OrderApp.Books.Recommending;

/// <summary>A book that was chosen.</summary>
internal sealed record RecommendedBook(int Id, string Title);
