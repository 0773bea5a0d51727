using Microsoft.EntityFrameworkCore;
using OrderApp.Recommending.Storage;
using OrderApp.Protos;

namespace OrderApp.Recommending.Choosing;

/// <summary>
/// Item-to-item co-occurrence: the books that were bought most by those who bought what the customer bought, those that
/// everybody buys weighing less. It looks at the latest purchases only, so its work is bounded however many there are.
/// </summary>
internal sealed class BoughtTogether(RecommendationsDbContext database)
{
    private const int LastOfCustomer = 20;
    private const int LastBuyersOfBook = 100;
    private const int ClosestBuyers = 200;
    private const int LastOfBuyer = 30;
    private const int LastOfShop = 5000;

    /// <summary>Chooses books that the customer has not ordered, the closest to what they ordered first.</summary>
    public Task<List<RecommendedBook>> ChooseAsync(int userId, BookCategory category, int count, CancellationToken cancellationToken) =>
        Query(userId, category, count).ToListAsync(cancellationToken);

    internal IQueryable<RecommendedBook> Query(int userId, BookCategory category, int count) =>
        database.Database.SqlQuery<RecommendedBook>($"""
            WITH mine AS (
                SELECT DISTINCT book_id FROM (
                    SELECT book_id FROM purchases WHERE user_id = {userId} ORDER BY order_id DESC LIMIT {LastOfCustomer}) AS last),
            buyers AS (
                SELECT buyer.user_id, count(DISTINCT mine.book_id) AS shared
                FROM mine CROSS JOIN LATERAL (
                    SELECT user_id FROM purchases
                    WHERE book_id = mine.book_id ORDER BY order_id DESC LIMIT {LastBuyersOfBook}) AS buyer
                WHERE buyer.user_id <> {userId}
                GROUP BY buyer.user_id ORDER BY shared DESC, buyer.user_id DESC LIMIT {ClosestBuyers}),
            together AS (
                SELECT theirs.book_id, sum(buyers.shared) AS times
                FROM buyers CROSS JOIN LATERAL (
                    SELECT DISTINCT book_id FROM (
                        SELECT book_id FROM purchases
                        WHERE user_id = buyers.user_id ORDER BY order_id DESC LIMIT {LastOfBuyer}) AS last) AS theirs
                GROUP BY theirs.book_id),
            sales AS (
                SELECT book_id, count(*) AS sold FROM (
                    SELECT book_id FROM purchases ORDER BY order_id DESC LIMIT {LastOfShop}) AS last
                GROUP BY book_id)
            SELECT books.id AS "Id", books.title AS "Title"
            FROM together JOIN books ON books.id = together.book_id LEFT JOIN sales ON sales.book_id = books.id
            WHERE books.category = {(int)category}
              AND NOT EXISTS (SELECT FROM purchases WHERE user_id = {userId} AND book_id = books.id)
            ORDER BY together.times / sqrt(1 + coalesce(sales.sold, 0)) DESC, books.merit DESC NULLS LAST, books.id
            LIMIT {count}
            """);
}
