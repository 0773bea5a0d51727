using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OrderApp.Protos;
using OrderApp.Recommending.Choosing;
using OrderApp.Tests.Books;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Recommending;

public sealed class TasteTests(PostgresServer server)
{
    private const int FirstId = 10;

    [Fact]
    public async Task Books_bought_together_with_theirs_come_first_then_the_best_rated_then_any()
    {
        await using var catalogue = await BookService.StartAsync(server);
        await catalogue.ImportAsync(
            Mystery("Worst rated", rating: 1, ratings: 1000),
            Mystery("One perfect rating", rating: 5, ratings: 1),
            Mystery("Best rated", rating: 4.5, ratings: 1000),
            Mystery("Bought together twice"),
            Mystery("Bought together once"),
            Mystery("Theirs"));
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");
        // Customer 1 bought book 15; 2 and 3 bought it too.
        await BuyAsync(service, (1, 15), (2, 15), (2, 13), (3, 15), (3, 13), (3, 14), (4, 10));

        var titles = await RecommendAsync(service, user: 1, count: 8);

        Assert.Equal(
            ["Bought together twice", "Bought together once", "Best rated", "One perfect rating", "Worst rated"], titles.Take(5));
        Assert.Equal(
            ["Murder on the Orient Express", "The Hound of the Baskervilles", "The Maltese Falcon"],
            titles.Skip(5).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_book_of_another_category_is_not_recommended_however_often_it_was_bought_together()
    {
        await using var catalogue = await BookService.StartAsync(server);
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");
        await BuyAsync(service, (1, 1), (2, 1), (2, 5), (3, 1), (3, 5), (3, 2));

        Assert.Equal("Murder on the Orient Express", (await RecommendAsync(service, user: 1, count: 3))[0]);
        Assert.DoesNotContain("Ender's Game", await RecommendAsync(service, user: 1, count: 3));
    }

    [Fact]
    public async Task What_everybody_buys_comes_after_what_goes_with_the_customers_own()
    {
        await using var catalogue = await BookService.StartAsync(server);
        await catalogue.ImportAsync(Mystery("Bestseller"), Mystery("Companion"), Mystery("Theirs"));
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");
        await BuyAsync(service, [(1, 12), .. Enumerable.Range(2, 4).SelectMany(user => new[] { (user, 12), (user, 10), (user, 11) }),
            .. Enumerable.Range(100, 200).Select(user => (user, 10))]);

        Assert.Equal(["Companion", "Bestseller"], (await RecommendAsync(service, user: 1, count: 10)).Take(2));
    }

    [Fact]
    public async Task Planted_tastes_are_found_far_better_than_by_chance_or_popularity()
    {
        var shop = new PlantedTastes(seed: 20261120);
        await using var catalogue = await BookService.StartAsync(server);
        await catalogue.ImportAsync(PlantedTastes.Books.Select(number => Mystery($"Book {number}")));
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");
        await BuyAsync(service, [.. shop.Purchases.Select(bought => (bought.User, bought.Book + FirstId))]);
        await using var scope = service.Services.CreateAsyncScope();
        var recommender = scope.ServiceProvider.GetRequiredService<Recommender>();

        var (ours, popular, chance) = (0, 0, 0);
        foreach (var (user, hidden) in shop.Hidden)
        {
            var chosen = await recommender.ChooseAsync(user, BookCategory.Mystery, 10, TestContext.Current.CancellationToken);
            ours += chosen.Any(book => book.Id == hidden + FirstId) ? 1 : 0;
            popular += shop.MostPopularFor(user, 10).Contains(hidden) ? 1 : 0;
            chance += shop.RandomFor(user, 10).Contains(hidden) ? 1 : 0;
        }

        var told = $"hit rate at 10 of {shop.Hidden.Count}: ours {ours}, most popular {popular}, random {chance}";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(ours >= 3 * popular, told);
        Assert.True(ours >= 10 * chance, told);
        Assert.True(ours >= 0.3 * shop.Hidden.Count, told);
    }

    [Fact]
    public async Task With_a_million_purchases_a_recommendation_reads_no_table_whole()
    {
        await using var catalogue = await BookService.StartAsync(server);
        await catalogue.ImportAsync(Enumerable.Range(0, 10_000).Select(number => Mystery($"Book {number}")));
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");
        await service.KnowsAsync(10_009);
        // 50,000 customers with 20 books each, low numbers more often than high ones, as sales are.
        await using var command = service.Database.CreateCommand("""
            INSERT INTO purchases
            SELECT lpad(to_hex(number), 32, '0')::uuid, 1 + number * 37 % 50000, 10 + (10000 * random() * random() * random())::integer
            FROM generate_series(1, 1000000) AS number
            """);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        command.CommandText = "VACUUM ANALYZE purchases";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        for (var user = 1; user <= 10; user++)
            Assert.Equal(10, (await RecommendAsync(service, user, count: 10)).Count);
        Assert.DoesNotContain("Seq Scan on purchases", await PlanAsync(service));
    }

    private static async Task<string> PlanAsync(RecommendationService service)
    {
        await using var scope = service.Services.CreateAsyncScope();
        await using var command = scope.ServiceProvider.GetRequiredService<BoughtTogether>().Query(7, BookCategory.Mystery, 10).CreateDbCommand();
        command.CommandText = $"EXPLAIN {command.CommandText}";
        await command.Connection!.OpenAsync(TestContext.Current.CancellationToken);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private static Book Mystery(string title, double? rating = null, int ratings = 0)
    {
        var book = new Book { Title = title, Category = BookCategory.Mystery, RatingsCount = ratings };
        if (rating is { } average)
            book.AverageRating = average;
        return book;
    }

    private static async Task<List<string>> RecommendAsync(RecommendationService service, int user, int count) =>
        [.. (await service.RecommendAsync(user, count)).Select(book => book.Title)];

    private static async Task BuyAsync(RecommendationService service, params (int User, int Book)[] purchases)
    {
        await using var command = service.Database.CreateCommand("INSERT INTO purchases SELECT * FROM unnest($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter { Value = purchases.Select((_, number) => Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(number))).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = purchases.Select(purchase => purchase.User).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = purchases.Select(purchase => purchase.Book).ToArray() });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
