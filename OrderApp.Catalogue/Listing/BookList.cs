using Microsoft.EntityFrameworkCore;
using OrderApp.Books.Storage;

namespace OrderApp.Books.Listing;

/// <summary>Reads the catalogue.</summary>
internal sealed class BookList(CatalogueDbContext database)
{
    /// <summary>Lists the books that follow <paramref name="after"/>, or the first ones.</summary>
    public async Task<BookPage> ListAsync(BookFilter filter, BookPosition? after, int pageSize, CancellationToken cancellationToken)
    {
        var books = await Page(filter, after, pageSize).ToListAsync(cancellationToken);
        if (books.Count <= pageSize)
            return new(books, Next: null);

        books.RemoveAt(pageSize);
        return new(books, books[^1].PositionIn(filter.Sort));
    }

    public Task<ListedBook?> FindAsync(int id, bool includeHidden, CancellationToken cancellationToken) =>
        database.Books.Where(book => book.Id == id && (includeHidden || !book.Hidden)).Select(ListedBook.FromBook).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Those of these ids that there are.</summary>
    public Task<Dictionary<int, ListedBook>> FindAsync(IReadOnlyCollection<int> ids, bool includeHidden, CancellationToken cancellationToken) =>
        database.Books.Where(book => ids.Contains(book.Id) && (includeHidden || !book.Hidden)).Select(ListedBook.FromBook).ToDictionaryAsync(book => book.Id, cancellationToken);

    /// <summary>The query for one page, and one book more to tell whether another page follows.</summary>
    internal IQueryable<ListedBook> Page(BookFilter filter, BookPosition? after, int pageSize)
    {
        var books = Matching(database.Books, filter.Query);
        if (!filter.IncludesHidden)
            books = books.Where(book => !book.Hidden);
        if (filter.Category is { } category)
            books = books.Where(book => book.Category == category);
        if (filter.MinPrice is { } least)
            books = books.Where(book => book.Price >= least);
        if (filter.MaxPrice is { } most)
            books = books.Where(book => book.Price <= most);
        if (after is { } position)
            books = books.After(filter.Sort, position);

        return books.SortedBy(filter.Sort).Take(pageSize + 1).Select(ListedBook.FromBook);
    }

    private static IQueryable<StoredBook> Matching(IQueryable<StoredBook> books, string query)
    {
        if (query.Length == 0)
            return books;
        if (query.EnumerateRunes().Count() < SearchText.ShortestTrigramQuery)
            return books.Where(book => book.ShortGrams.Contains(query));

        var pattern = $"%{SearchText.EscapeLike(query)}%";
        return books.Where(book => EF.Functions.Like(book.SearchText, pattern, @"\"));
    }
}

/// <summary>Some books of a list, and where the next page begins when there is one.</summary>
internal sealed record BookPage(IReadOnlyList<ListedBook> Books, BookPosition? Next);
