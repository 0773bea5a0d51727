using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Books;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Recommending;

public sealed class RecommendTests(PostgresServer server)
{
    [Theory]
    [InlineData(BookCategory.Mystery, "Murder on the Orient Express|The Hound of the Baskervilles|The Maltese Falcon")]
    [InlineData(BookCategory.ScienceFiction, "Ender's Game|The Dune Chronicles|The Hitchhiker's Guide to the Galaxy")]
    [InlineData(BookCategory.SelfHelp, "How to Win Friends and Influence People|Man's Search for Meaning|The 7 Habits of Highly Effective People")]
    public async Task A_new_shop_recommends_its_three_books_of_each_category(BookCategory category, string titles)
    {
        await using var catalogue = await BookService.StartAsync(server);
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");

        var books = await service.RecommendAsync(user: 1, count: 3, category);

        Assert.Equal(titles.Split('|'), books.Select(book => book.Title).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(50, 3)]
    [InlineData(int.MaxValue, 3)]
    public async Task There_are_at_most_max_results_different_books(int maxResults, int expected)
    {
        await using var catalogue = await BookService.StartAsync(server);
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");

        var books = await service.RecommendAsync(user: 1, maxResults);

        Assert.Equal(expected, books.Count);
        Assert.Equal(expected, books.DistinctBy(book => book.Id).Count());
    }

    [Fact]
    public async Task No_more_than_a_hundred_books_are_recommended()
    {
        await using var catalogue = await BookService.StartAsync(server);
        await catalogue.ImportAsync(Enumerable.Range(1, 150).Select(number =>
            new Book { Title = $"Mystery {number}", Category = BookCategory.Mystery }));
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");

        var books = await service.RecommendAsync(user: 1, count: 1000);

        Assert.Equal(100, books.DistinctBy(book => book.Id).Count());
    }

    [Fact]
    public async Task Each_book_of_a_category_is_drawn_about_as_often_as_the_others()
    {
        await using var catalogue = await BookService.StartAsync(server);
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");

        var drawn = new Dictionary<int, int>();
        for (var i = 0; i < 600; i++)
        {
            var book = Assert.Single(await service.RecommendAsync(user: 1, count: 1));
            drawn[book.Id] = drawn.GetValueOrDefault(book.Id) + 1;
        }

        // 200 each; six standard deviations are 70.
        Assert.Equal([1, 2, 3], drawn.Keys.Order());
        Assert.All(drawn.Values, count => Assert.InRange(count, 130, 270));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(77)]
    public async Task A_category_outside_the_enum_is_not_found(int category)
    {
        await using var catalogue = await BookService.StartAsync(server);
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");

        var said = await BookService.RefusedAsync(StatusCode.NotFound, () => service.RecommendAsync(user: 1, count: 3, (BookCategory)category));

        Assert.Equal("Category not found", said);
    }

    [Fact]
    public async Task A_negative_max_results_is_refused_by_name()
    {
        await using var catalogue = await BookService.StartAsync(server);
        await using var service = await RecommendationService.StartAsync(server, $"{catalogue.Address}");

        var said = await BookService.RefusedAsync(StatusCode.InvalidArgument, () => service.RecommendAsync(user: 1, count: -1));

        Assert.StartsWith("max_results: ", said);
    }
}
