using OrderApp.Protos;

namespace OrderApp.Books.ImportCommand;

/// <summary>Where a file's header puts what a book is made of.</summary>
internal sealed class BookColumns
{
    private readonly Column id;
    private readonly Column title;
    private readonly Column originalTitle;
    private readonly Column authors;
    private readonly Column year;
    private readonly Column isbn;
    private readonly Column language;
    private readonly Column averageRating;
    private readonly Column ratingsCount;
    private readonly Column category;

    /// <exception cref="ImportFailure">There is no column for the book's id or for its title.</exception>
    public BookColumns(string[] header)
    {
        Count = header.Length;
        id = Column.Find(header, "book_id", "id");
        title = Column.Find(header, "title");
        originalTitle = Column.Find(header, "original_title");
        authors = Column.Find(header, "authors");
        year = Column.Find(header, "original_publication_year", "year");
        isbn = Column.Find(header, "isbn");
        language = Column.Find(header, "language_code", "language");
        averageRating = Column.Find(header, "average_rating");
        ratingsCount = Column.Find(header, "ratings_count");
        category = Column.Find(header, "category");

        if (!id.IsThere)
            throw Missing(header, "book_id (or id)");
        if (!title.IsThere && !originalTitle.IsThere)
            throw Missing(header, "title");
    }

    public int Count { get; }

    /// <summary>Reads a book.</summary>
    /// <exception cref="FormatException">A field does not hold what its column is for; the message begins with the column's name.</exception>
    public ImportBooksRequest Read(string[] fields, string source)
    {
        var book = new Book
        {
            Title = title.Text(fields) is { Length: > 0 } text ? text : originalTitle.Text(fields),
            Authors = authors.Text(fields),
            Isbn = isbn.Text(fields),
            Language = language.Text(fields),
            RatingsCount = ratingsCount.Whole(fields) ?? 0,
        };
        if (year.Whole(fields) is { } firstPublished)
            book.Year = firstPublished;
        if (averageRating.Number(fields) is { } rating)
            book.AverageRating = rating;
        if (category.Text(fields) is { Length: > 0 } name)
            book.Category = CategoryNames.Find(name) ?? throw new FormatException($"category: '{name}' is not one of {CategoryNames.All}");

        return new() { Source = source, SourceId = id.Text(fields), Book = book };
    }

    private static ImportFailure Missing(string[] header, string column) =>
        new($"there is no column {column}; the header has {string.Join(", ", header)}");
}
