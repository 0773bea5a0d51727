using OrderApp.Protos;

namespace OrderApp.Books.Storage;

/// <summary>A book that the shop sells.</summary>
internal sealed class StoredBook
{
    public int Id { get; init; }

    /// <summary>Which list the book came from, and its own id in that list; unique together.</summary>
    public required string Source { get; init; }

    public required string SourceId { get; init; }

    public required string Title { get; init; }

    public required string Authors { get; init; }

    /// <summary>Year of first publication; negative before our era.</summary>
    public int? Year { get; init; }

    public required string Isbn { get; init; }

    public required string Language { get; init; }

    /// <summary>0 to 5; absent when nobody has rated the book.</summary>
    public double? AverageRating { get; init; }

    public int RatingsCount { get; init; }

    public BookCategory? Category { get; init; }

    /// <summary>What one copy costs, in the smallest unit of the shop's currency; absent when it is not for sale.</summary>
    public long? Price { get; init; }

    /// <summary>Not shown to customers, and not sold.</summary>
    public bool Hidden { get; init; }

    /// <summary>What the request that made it by hand held, to know another one with its key; absent when it was imported.</summary>
    public byte[]? Fingerprint { get; init; }

    /// <summary>What a search looks through: see <see cref="SearchText"/>.</summary>
    public required string SearchText { get; init; }

    /// <summary>Every one and two characters of <see cref="SearchText"/>; trigrams cannot find anything shorter than three.</summary>
    public string[] ShortGrams { get; init; } = [];

    // Ascending sort keys: a list is always sorted by (key, id), so that a page begins with one range of one index.
    public int PopularityKey { get; init; }

    public required string TitleKey { get; init; }

    public int YearKey { get; init; }

    public int RatingKey { get; init; }
}
