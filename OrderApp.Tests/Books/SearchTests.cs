using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Books.Listing;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Books;

public sealed class SearchTests(PostgresServer server)
{
    [Fact]
    public async Task Books_are_found_by_a_part_of_title_or_authors_whatever_its_case()
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(
            new Book { Title = "Преступление и наказание", Authors = "Фёдор Достоевский" },
            new Book { Title = "1Q84", Authors = "村上 春樹" },
            new Book { Title = "100% Wool" },
            new Book { Title = "The snake_case Mystery" },
            new Book { Title = "The snakeXcase Mystery" },
            new Book { Title = @"Drive C:\" },
            new Book { Title = "Bébé" });
        (string Query, string Found)[] expected =
        [
            ("hound", "The Hound of the Baskervilles"),
            ("HOUND OF", "The Hound of the Baskervilles"),
            ("agatha", "Murder on the Orient Express"),
            ("der's g", "Ender's Game"),
            ("ПРЕСТУПЛЕНИЕ", "Преступление и наказание"),
            ("достоевский", "Преступление и наказание"),
            ("村上", "1Q84"),
            ("村", "1Q84"),
            ("q8", "1Q84"),
            ("100%", "100% Wool"),
            ("snake_case", "The snake_case Mystery"),
            (@"c:\", @"Drive C:\"),
            ("é", "Bébé"),
            ("e\u0301", "Bébé"),
            ("%", "100% Wool"),
            ("%%%", ""),
            ("___", ""),
            ("falcon dashiell", ""),
        ];

        var actual = new List<(string Query, string Found)>();
        foreach (var (query, _) in expected)
            actual.Add((query, string.Join(" | ", await service.TitlesAsync(new() { Query = query }))));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task A_search_goes_over_pages_and_within_a_category_as_a_list_does()
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(Enumerable.Range(0, 40).Select(number => new Book
        {
            Title = number % 2 == 0 ? $"Even {number}" : $"Odd {number}",
            Category = number % 4 == 0 ? BookCategory.Mystery : BookCategory.SelfHelp,
        }));

        var found = await service.TitlesAsync(new() { Query = "EVEN", Category = BookCategory.Mystery, PageSize = 3 });

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"Even {4 * number}"), found);
    }

    [Theory]
    [InlineData("marker 77", "ix_books_search_text")]
    [InlineData("qz", "ix_books_short_grams")]
    [InlineData("", "ix_books_popularity")]
    public async Task Ten_thousand_books_are_searched_and_listed_from_an_index(string query, string index)
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(Enumerable.Range(0, 10_000).Select(number => new Book
        {
            Title = $"The book of number {number}, marker {number % 100}{(number % 2000 == 0 ? " qz" : "")}",
            Authors = $"Author {number % 700}",
            RatingsCount = number,
        }));

        var plan = await PlanAsync(service, new(query, null, BookSort.Popularity, IncludesHidden: false), new(-5000, "", 5000));

        Assert.True(plan.Contains(index, StringComparison.Ordinal), plan);
        Assert.DoesNotContain("Seq Scan", plan);
    }

    private static async Task<string> PlanAsync(BookService service, BookFilter filter, BookPosition after)
    {
        await using var scope = service.Services.CreateAsyncScope();
        var books = scope.ServiceProvider.GetRequiredService<BookList>();
        await using var command = books.Page(filter, after, pageSize: 50).CreateDbCommand();
        command.CommandText = $"EXPLAIN {command.CommandText}";
        await command.Connection!.OpenAsync(TestContext.Current.CancellationToken);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
