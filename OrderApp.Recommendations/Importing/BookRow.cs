using OrderApp.Protos;

namespace OrderApp.Books.Importing;

/// <summary>An acceptable book of a list; equal when nothing about it differs.</summary>
internal sealed record BookRow(
    BookKey Key,
    string Title,
    string Authors,
    int? Year,
    string Isbn,
    string Language,
    double? AverageRating,
    int RatingsCount,
    BookCategory? Category);

/// <summary>What tells one imported book from another: the list and the book's own id there.</summary>
internal readonly record struct BookKey(string Source, string SourceId);
