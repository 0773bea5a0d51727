using Microsoft.EntityFrameworkCore;
using OrderApp.Recommending.Storage;
using OrderApp.Protos;

namespace OrderApp.Recommending.Choosing;

/// <summary>Chooses books for what they are, whoever bought them.</summary>
internal sealed class BookChoices(RecommendationsDbContext database)
{
    // Every book of a category that holds no more than this may be drawn; of a larger one, those in a random window.
    private const int Window = 1000;

    /// <summary>Whether any book is known, of whatever category.</summary>
    public Task<bool> AreThereAnyAsync(CancellationToken cancellationToken) => database.Books.AnyAsync(cancellationToken);

    /// <summary>Draws books at random.</summary>
    public Task<List<RecommendedBook>> AnyAsync(BookCategory category, int count, CancellationToken cancellationToken)
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
            """).ToListAsync(cancellationToken);
    }

    /// <summary>The best rated books that the customer has not ordered.</summary>
    public Task<List<RecommendedBook>> BestRatedAsync(
        int userId, BookCategory category, int[] except, int count, CancellationToken cancellationToken) =>
        database.Database.SqlQuery<RecommendedBook>($"""
            SELECT id AS "Id", title AS "Title" FROM books
            WHERE category = {(int)category} AND merit IS NOT NULL AND id <> ALL ({except})
              AND NOT EXISTS (SELECT FROM purchases WHERE user_id = {userId} AND book_id = books.id)
            ORDER BY merit DESC, id LIMIT {count}
            """).ToListAsync(cancellationToken);

    /// <summary>Books that nobody has rated and the customer has not ordered, at random.</summary>
    public Task<List<RecommendedBook>> UnratedAsync(
        int userId, BookCategory category, int[] except, int count, CancellationToken cancellationToken)
    {
        var start = Random.Shared.NextDouble();
        return database.Database.SqlQuery<RecommendedBook>($"""
            WITH unrated AS (
                SELECT id, title, shuffle FROM books
                WHERE category = {(int)category} AND merit IS NULL AND id <> ALL ({except})
                  AND NOT EXISTS (SELECT FROM purchases WHERE user_id = {userId} AND book_id = books.id))
            SELECT id AS "Id", title AS "Title"
            FROM (
                (SELECT id, title, shuffle, 1 AS lap FROM unrated WHERE shuffle >= {start} ORDER BY shuffle LIMIT {Window})
                UNION ALL
                (SELECT id, title, shuffle, 2 AS lap FROM unrated WHERE shuffle < {start} ORDER BY shuffle LIMIT {Window})
                ORDER BY lap, shuffle LIMIT {Window}) AS random_window
            ORDER BY random() LIMIT {count}
            """).ToListAsync(cancellationToken);
    }
}
