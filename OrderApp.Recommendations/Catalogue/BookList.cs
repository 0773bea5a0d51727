using Microsoft.EntityFrameworkCore;

namespace OrderApp.Books.Catalogue;

/// <summary>Reads the catalogue.</summary>
internal sealed class BookList(CatalogueDbContext database)
{
    /// <summary>Lists the books that follow <paramref name="after"/>, or the first ones.</summary>
    public async Task<BookPage> ListAsync(BookFilter filter, BookPosition? after, int pageSize, CancellationToken cancellation)
    {
        var books = await Page(filter, after, pageSize).ToListAsync(cancellation);
        if (books.Count <= pageSize)
            return new(books, Next: null);

        books.RemoveAt(pageSize);
        return new(books, books[^1].PositionIn(filter.Order));
    }

    public Task<ListedBook?> FindAsync(int id, CancellationToken cancellation) =>
        database.Books.Where(book => book.Id == id).Select(ListedBook.FromBook).SingleOrDefaultAsync(cancellation);

    /// <summary>The query for one page, and one book more to tell whether another page follows.</summary>
    internal IQueryable<ListedBook> Page(BookFilter filter, BookPosition? after, int pageSize)
    {
        var books = Matching(database.Books, filter.Query);
        if (filter.Category is { } category)
            books = books.Where(book => book.Category == category);
        if (after is { } position)
            books = books.After(filter.Order, position);

        return books.InOrder(filter.Order).Take(pageSize + 1).Select(ListedBook.FromBook);
    }

    private static IQueryable<Book> Matching(IQueryable<Book> books, string query)
    {
        if (query.Length == 0)
            return books;
        if (query.EnumerateRunes().Count() < SearchText.ShortestTrigramQuery)
            return books.Where(book => book.ShortGrams.Contains(query));

        var pattern = $"%{SearchText.EscapeLike(query)}%";
        return books.Where(book => EF.Functions.Like(book.SearchText, pattern, @"\"));
    }
}
