using Npgsql;
using OrderApp.Protos;

namespace OrderApp.Recommending.Learning;

/// <summary>Writes the known books, for the one process that may.</summary>
internal sealed class BookStore(NpgsqlConnection connection)
{
    private const double UsualRating = 3.5;
    private const int UsualRatings = 25;

    /// <summary>Writes books that are new or have changed, and tells how many they were.</summary>
    public async Task<int> WriteAsync(IReadOnlyCollection<Book> books, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO books (id, title, category, merit) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT (id)
                DO UPDATE SET title = excluded.title, category = excluded.category, merit = excluded.merit
                WHERE (books.title, books.category, books.merit) IS DISTINCT FROM (excluded.title, excluded.category, excluded.merit)
            """, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int[]> { TypedValue = [.. books.Select(book => book.Id)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. books.Select(book => book.Title)] },
                new NpgsqlParameter<int[]> { TypedValue = [.. books.Select(book => (int)book.Category)] },
                new NpgsqlParameter<double?[]> { TypedValue = [.. books.Select(Merit)] },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets the books that the catalogue no longer has.</summary>
    public async Task RemoveOthersAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "DELETE FROM books WHERE NOT EXISTS (SELECT FROM unnest($1) AS listed (id) WHERE listed.id = books.id)", connection)
        {
            Parameters = { new NpgsqlParameter<int[]> { TypedValue = [.. ids] } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Tells the planner what the books are like now; by itself PostgreSQL would do so within minutes.</summary>
    public async Task AnalyzeAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("ANALYZE books", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // As if 25 people more had given the usual rating.
    private static double? Merit(Book book)
    {
        if (!book.HasAverageRating)
            return null;
        var ratings = Math.Max(book.RatingsCount, 1);
        return (book.AverageRating * ratings + UsualRating * UsualRatings) / (ratings + UsualRatings);
    }
}
