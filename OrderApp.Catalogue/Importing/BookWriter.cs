using Npgsql;
using OrderApp.Books.Storage;

namespace OrderApp.Books.Importing;

/// <summary>Stores imported books: one statement, and so one transaction, for a whole batch.</summary>
internal sealed class BookWriter(NpgsqlDataSource database)
{
    // A known book keeps its id, and so uses up none of the sequence; new ones are numbered in the order of the list. Rows
    // are stored in the order of their keys: imports of one list at the same time then lock its books in one order. A row
    // that PostgreSQL has just inserted has no xmax, one it updated does. Rows that are as they were are not written and
    // not returned.
    private const string StoreBatch = """
        INSERT INTO books (id, source, source_id, title, authors, year, isbn, language, average_rating, ratings_count,
                           category, price, search_text, title_key)
        SELECT * FROM (
            SELECT coalesce(known.id, nextval('books_id_seq')), source, source_id, row.title, row.authors, row.year,
                   row.isbn, row.language, row.average_rating, row.ratings_count, row.category, row.price, row.search_text, row.title_key
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY
                 AS row (source, source_id, title, authors, year, isbn, language, average_rating, ratings_count, category,
                         price, search_text, title_key, position)
            LEFT JOIN books known USING (source, source_id)
            ORDER BY position) AS numbered
        ORDER BY source, source_id
        ON CONFLICT (source, source_id) DO UPDATE SET
            title = excluded.title, authors = excluded.authors, year = excluded.year, isbn = excluded.isbn,
            language = excluded.language, average_rating = excluded.average_rating,
            ratings_count = excluded.ratings_count, category = excluded.category,
            price = coalesce(excluded.price, books.price), search_text = excluded.search_text,
            title_key = excluded.title_key
        WHERE (books.title, books.authors, books.year, books.isbn, books.language, books.average_rating,
               books.ratings_count, books.category, books.price)
            IS DISTINCT FROM
              (excluded.title, excluded.authors, excluded.year, excluded.isbn, excluded.language,
               excluded.average_rating, excluded.ratings_count, excluded.category, coalesce(excluded.price, books.price))
        RETURNING xmax = 0
        """;

    /// <summary>Stores books of different keys; those that are stored already, and as they are given, stay untouched.</summary>
    public async Task<(int Created, int Updated)> WriteAsync(BookRow[] rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(StoreBatch, connection)
        {
            Parameters =
            {
                Column(rows, row => row.Key.Source),
                Column(rows, row => row.Key.SourceId),
                Column(rows, row => row.Title),
                Column(rows, row => row.Authors),
                Column(rows, row => row.Year),
                Column(rows, row => row.Isbn),
                Column(rows, row => row.Language),
                Column(rows, row => row.AverageRating),
                Column(rows, row => row.RatingsCount),
                Column(rows, row => (int?)row.Category),
                Column(rows, row => row.Price),
                Column(rows, row => SearchText.Of(row.Title, row.Authors)),
                Column(rows, row => SearchText.TitleKey(row.Title)),
            },
        };
        // Prepared once for each connection of the pool; from then on this costs nothing.
        await command.PrepareAsync(cancellationToken);

        var (created, updated) = (0, 0);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetBoolean(0))
                created++;
            else
                updated++;
        }
        return (created, updated);
    }

    /// <summary>
    /// Makes searches fast at once: tells the planner what the catalogue is like now and moves what was imported into the
    /// search indexes' proper place. By itself PostgreSQL would do so within minutes.
    /// </summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT gin_clean_pending_list('ix_books_search_text') + gin_clean_pending_list('ix_books_short_grams');
            ANALYZE books;
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter<T[]> Column<T>(BookRow[] rows, Func<BookRow, T> value) =>
        new() { TypedValue = Array.ConvertAll(rows, row => value(row)) };
}
