using Microsoft.EntityFrameworkCore;
using OrderApp.Books.Catalogue;
using OrderApp.Protos;

namespace OrderApp.Books.Recommending;

/// <summary>Chooses books for what they are, whoever bought them.</summary>
internal sealed class BookChoices(CatalogueDbContext database)
{
    // Every book of a category that holds no more than this may be drawn; of a larger one, those in a random window.
    private const int Window = 1000;

    /// <summary>Draws books at random.</summary>
    public Task<List<RecommendedBook>> AnyAsync(BookCategory category, int count, CancellationToken cancellation)
    {
        var start = Random.Shared.NextDouble();
        return database.Database.SqlQuery<RecommendedBook>($"""
            SELECT id AS "Id", title AS "Title"
            FROM (
                (SELECT id, title, shuffle, 1 AS lap FROM books
                 WHERE category = {(int)category} AND shuffle >= {start} ORDER BY shuffle LIMIT {Window})
                UNION ALL
                (SELECT id, title, shuffle, 2 AS lap FROM books
                 WHERE category = {(int)category} AND shuffle < {start} ORDER BY shuffle LIMIT {Window})
                ORDER BY lap, shuffle LIMIT {Window}) AS random_window
            ORDER BY random() LIMIT {count}
            """).ToListAsync(cancellation);
    }

    /// <summary>The best rated books that the customer has not ordered.</summary>
    public Task<List<RecommendedBook>> BestRatedAsync(
        int userId, BookCategory category, int[] except, int count, CancellationToken cancellation) =>
        database.Database.SqlQuery<RecommendedBook>($"""
            SELECT id AS "Id", title AS "Title" FROM books
            WHERE category = {(int)category} AND merit_key IS NOT NULL AND id <> ALL ({except})
              AND NOT EXISTS (SELECT FROM purchases WHERE user_id = {userId} AND book_id = books.id)
            ORDER BY merit_key, id LIMIT {count}
            """).ToListAsync(cancellation);

    /// <summary>Books that nobody has rated and the customer has not ordered, at random.</summary>
    public Task<List<RecommendedBook>> UnratedAsync(
        int userId, BookCategory category, int[] except, int count, CancellationToken cancellation)
    {
        var start = Random.Shared.NextDouble();
        return database.Database.SqlQuery<RecommendedBook>($"""
            WITH unrated AS (
                SELECT id, title, shuffle FROM books
                WHERE category = {(int)category} AND merit_key IS NULL AND id <> ALL ({except})
                  AND NOT EXISTS (SELECT FROM purchases WHERE user_id = {userId} AND book_id = books.id))
            SELECT id AS "Id", title AS "Title"
            FROM (
                (SELECT id, title, shuffle, 1 AS lap FROM unrated WHERE shuffle >= {start} ORDER BY shuffle LIMIT {Window})
                UNION ALL
                (SELECT id, title, shuffle, 2 AS lap FROM unrated WHERE shuffle < {start} ORDER BY shuffle LIMIT {Window})
                ORDER BY lap, shuffle LIMIT {Window}) AS random_window
            ORDER BY random() LIMIT {count}
            """).ToListAsync(cancellation);
    }
}
