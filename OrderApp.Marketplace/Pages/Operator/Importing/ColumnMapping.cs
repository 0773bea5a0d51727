namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>What a column of a list can hold.</summary>
internal enum BookField
{
    Id,
    Title,
    Authors,
    Category,
    Price,
    Year,
    Isbn,
    Language,
    Rating,
    Ratings,
}

/// <summary>Which column of a file holds which field of a book: guessed by the names in its header, and changed by who knows better.</summary>
internal sealed class ColumnMapping
{
    private static readonly Dictionary<BookField, string[]> Names = new()
    {
        [BookField.Id] = ["bookid", "id", "no", "number", "номер", "код", "артикул"],
        [BookField.Title] = ["title", "originaltitle", "booktitle", "name", "название", "наименование", "заголовок"],
        [BookField.Authors] = ["authors", "author", "автор", "авторы"],
        [BookField.Category] = ["category", "genre", "категория", "жанр"],
        [BookField.Price] = ["price", "cost", "цена", "стоимость"],
        [BookField.Year] = ["originalpublicationyear", "year", "publicationyear", "год", "годиздания"],
        [BookField.Isbn] = ["isbn", "isbn13", "isbn10"],
        [BookField.Language] = ["languagecode", "language", "lang", "язык"],
        [BookField.Rating] = ["averagerating", "rating", "рейтинг", "оценка"],
        [BookField.Ratings] = ["ratingscount", "ratings", "числооценок", "оценок"],
    };

    private readonly Dictionary<BookField, int> columns = [];

    /// <summary>The column of a field, from 0; null: none has it.</summary>
    public int? this[BookField field]
    {
        get => columns.TryGetValue(field, out var column) ? column : null;
        set
        {
            if (value is { } column)
                columns[field] = column;
            else
                columns.Remove(field);
        }
    }

    public static ColumnMapping Guess(IReadOnlyList<string> header)
    {
        var plain = header.Select(name => string.Concat(name.ToLowerInvariant().Where(char.IsLetterOrDigit))).ToList();
        var mapping = new ColumnMapping();
        foreach (var (field, names) in Names)
        {
            var column = names.Select(name => plain.IndexOf(name)).FirstOrDefault(column => column >= 0, -1);
            if (column >= 0)
                mapping[field] = column;
        }

        return mapping;
    }
}
