using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Reviewing;

/// <summary>The ratings that are kept are always those of the reviews that stand.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Tests repeat a run by its seed.")]
public sealed class RatingTests(PostgresServer postgres, ITestOutputHelper output)
{
    // Each line of what is kept beside what the reviews add up to.
    private const string Differences =
        """
        WITH expected AS (
          SELECT book_id, ARRAY[count(*) FILTER (WHERE rating = 1), count(*) FILTER (WHERE rating = 2), count(*) FILTER (WHERE rating = 3),
            count(*) FILTER (WHERE rating = 4), count(*) FILTER (WHERE rating = 5)]::int[] AS histogram
          FROM reviews WHERE hidden_reason IS NULL GROUP BY book_id)
        SELECT count(*) FROM ratings FULL JOIN expected USING (book_id)
        WHERE coalesce(ratings.histogram, '{0,0,0,0,0}') <> coalesce(expected.histogram, '{0,0,0,0,0}')
        """;

    [Fact]
    public async Task A_book_is_rated_by_the_reviews_that_stand()
    {
        await using var host = await ReviewsHost.StartAsync(postgres);
        var (emma, ida) = (host.Customer("Emma"), host.Customer("Ida"));
        await AssertAsync(0, 0, 0, 0, 0);

        var first = await host.PutAsync(emma, 7, 5);
        await AssertAsync(0, 0, 0, 0, 1);
        await host.PutAsync(ida, 7, 2);
        await AssertAsync(0, 1, 0, 0, 1);
        await host.PutAsync(emma, 7, 4);
        await AssertAsync(0, 1, 0, 1, 0);
        await host.HideAsync(first.ReviewId);
        await AssertAsync(0, 1, 0, 0, 0);
        await host.PutAsync(emma, 7, 1);
        await AssertAsync(0, 1, 0, 0, 0);
        await host.Client.ShowReviewAsync(new() { ReviewId = first.ReviewId }, host.Operator);
        await AssertAsync(1, 1, 0, 0, 0);
        await host.Client.DeleteReviewAsync(new() { ReviewId = first.ReviewId }, emma);
        await AssertAsync(0, 1, 0, 0, 0);

        async Task AssertAsync(params int[] histogram)
        {
            var ratings = await host.RatingsAsync(7);
            Assert.Equal(histogram, ratings.Histogram);
            Assert.Equal(histogram.Sum(), ratings.Count);
            var sum = histogram.Select((times, index) => times * (index + 1.0)).Sum();
            Assert.Equal(histogram.Sum() == 0 ? 0 : sum / histogram.Sum(), ratings.Average, 10);
        }
    }

    [Fact]
    public async Task Ratings_come_in_the_order_in_which_books_are_asked_for()
    {
        await using var host = await ReviewsHost.StartAsync(postgres);
        await host.PutAsync(host.Customer(), 3, 5);

        var ratings = (await host.Client.GetRatingsAsync(new() { BookIds = { 9, 3, 5 } })).Ratings;

        Assert.Equal([(9, 0), (3, 1), (5, 0)], ratings.Select(book => (book.BookId, book.Count)));
        Assert.Empty((await host.Client.GetRatingsAsync(new())).Ratings);
    }

    [Fact]
    public async Task Whatever_changes_of_reviews_race_on_two_replicas_the_ratings_are_those_of_the_reviews()
    {
        await using var host = await ReviewsHost.StartAsync(postgres, replicas: 2);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        // Few customers and books: most changes meet others of the same review.
        var customers = Enumerable.Range(0, 6).Select(number => host.Customer($"Customer {number}")).ToList();
        var done = 0;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            var random = new Random(seed + worker);
            for (var round = 0; round < 40; round++)
            {
                var client = host.Clients[random.Next(2)];
                try
                {
                    await ChangeAsync(client, host.Operator, customers[random.Next(customers.Count)], random);
                    Interlocked.Increment(ref done);
                }
                catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
                {
                    // Another one was sooner.
                }
            }
        }));

        Assert.True(done > 300, $"only {done} changes were made");
        Assert.Equal(0, await host.ScalarAsync<long>(Differences));
        Assert.True(await host.ScalarAsync<long>("SELECT count(*) FROM reviews WHERE hidden_reason IS NULL") > 0);
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM (SELECT FROM reviews GROUP BY customer_id, book_id HAVING count(*) > 1) AS twice"));
        foreach (var book in new[] { 1, 2, 3 })
        {
            var listed = await host.ListAsync(book);
            Assert.Equal([.. Enumerable.Range(1, 5).Select(rating => listed.Count(review => review.Rating == rating))], (await host.RatingsAsync(book)).Histogram);
        }
    }

    [Fact]
    public async Task Sixty_four_first_reviews_of_one_customer_that_race_are_one_review()
    {
        await using var host = await ReviewsHost.StartAsync(postgres, replicas: 2);
        var emma = host.Customer("Emma");

        var written = await Task.WhenAll(Enumerable.Range(0, 64).Select(async number =>
            await host.Clients[number % 2].PutReviewAsync(new() { BookId = 1, Rating = (number % 5) + 1 }, emma)));

        Assert.Single(written.Select(review => review.ReviewId).Distinct());
        Assert.Equal(1, (await host.RatingsAsync(1)).Count);
        Assert.Equal(0, await host.ScalarAsync<long>(Differences));
    }

    private static async Task ChangeAsync(Reviews.ReviewsClient client, Metadata keeper, Metadata customer, Random random)
    {
        var book = random.Next(1, 4);
        if (random.Next(10) < 5)
        {
            await client.PutReviewAsync(new() { BookId = book, Rating = random.Next(1, 6) }, customer);
            return;
        }

        var id = (await client.GetMyReviewAsync(new() { BookId = book }, customer)).ReviewId;
        await (random.Next(4) switch
        {
            0 => client.HideReviewAsync(new() { ReviewId = id, Reason = "spam" }, keeper).ResponseAsync,
            1 or 2 => client.ShowReviewAsync(new() { ReviewId = id }, keeper).ResponseAsync,
            _ => (Task)client.DeleteReviewAsync(new() { ReviewId = id }, customer).ResponseAsync,
        });
    }
}
