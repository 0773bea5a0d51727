using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Books;

public sealed class ImportBooksTests(PostgresServer server)
{
    [Fact]
    public async Task An_imported_book_is_listed_with_everything_that_was_said_of_it()
    {
        await using var service = await BookService.StartAsync(server);
        var book = new Book
        {
            Title = "The Odyssey",
            Authors = "Homer, Robert Fagles",
            Year = -720,
            Isbn = "143039954",
            Language = "eng",
            AverageRating = 3.73,
            RatingsCount = 670326,
            Category = BookCategory.SelfHelp,
        };

        var answer = await service.ImportAsync(book);

        Assert.Equal(new() { Received = 1, Created = 1 }, answer);
        book.Id = 10;
        Assert.Equal(book, Assert.Single(await service.WalkAsync(new() { Query = "odyssey" })));
    }

    [Fact]
    public async Task A_list_that_is_sent_again_doubles_no_book_and_uses_up_no_ids()
    {
        await using var service = await BookService.StartAsync(server);
        var list = Enumerable.Range(1, 1200).Select(number => new Book { Title = $"Book {number}" }).ToList();
        await service.ImportAsync(list);

        list[3].Title = "Another title";
        list[1100].AverageRating = 4.5;
        var again = await service.ImportAsync(list);
        await service.ImportAsync([new ImportBooksRequest { Source = "next", SourceId = "1", Book = new() { Title = "Next" } }]);

        Assert.Equal(new() { Received = 1200, Updated = 2, Unchanged = 1198 }, again);
        var books = await service.WalkAsync(new() { PageSize = 1000 });
        Assert.Equal(Enumerable.Range(1, 1210), books.Select(book => book.Id).Order());
        Assert.Equal("Another title", books.Single(book => book.Id == 13).Title);
    }

    [Fact]
    public async Task A_refused_book_is_named_and_its_neighbours_are_taken()
    {
        await using var service = await BookService.StartAsync(server);
        (string Field, ImportBooksRequest Request)[] refused =
        [
            ("source", Row(source: "")),
            ("source", Row(source: new string('s', 101))),
            ("source_id", Row(id: " ")),
            ("source_id", Row(id: "a\u0001")),
            ("book", new() { Source = "list", SourceId = "x" }),
            ("title", Row(new() { Title = "" })),
            ("title", Row(new() { Title = new string('t', 501) })),
            ("title", Row(new() { Title = "nul\0" })),
            ("authors", Row(new() { Title = "t", Authors = new string('a', 2001) })),
            ("isbn", Row(new() { Title = "t", Isbn = new string('1', 51) })),
            ("language", Row(new() { Title = "t", Language = new string('e', 51) })),
            ("year", Row(new() { Title = "t", Year = 10_000 })),
            ("average_rating", Row(new() { Title = "t", AverageRating = 5.01 })),
            ("average_rating", Row(new() { Title = "t", AverageRating = double.NaN })),
            ("ratings_count", Row(new() { Title = "t", RatingsCount = -1 })),
            ("category", Row(new() { Title = "t", Category = (BookCategory)77 })),
        ];
        var stream = refused.SelectMany((bad, index) => new[] { Row(new() { Title = $"Good {index}" }, id: $"{index}"), bad.Request });

        var answer = await service.ImportAsync(stream);

        Assert.Equal((32L, 16L, 16L), (answer.Received, answer.Created, answer.Refused));
        Assert.Equal(
            refused.Select((bad, index) => (Position: 2L * index + 2, bad.Field)),
            answer.Refusals.Select(refusal => (refusal.Position, refusal.Reason.Split(':')[0])));
    }

    [Fact]
    public async Task A_thousand_refusals_are_counted_and_a_hundred_of_them_named()
    {
        await using var service = await BookService.StartAsync(server);

        var answer = await service.ImportAsync(Enumerable.Repeat(new Book(), 1000));

        Assert.Equal((1000L, 100), (answer.Refused, answer.Refusals.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(800)]
    public async Task Of_two_books_of_one_key_the_later_one_stays(int distance)
    {
        await using var service = await BookService.StartAsync(server);
        var filler = Enumerable.Range(0, distance - 1).Select(number => Row(new() { Title = "Filler" }, id: $"filler {number}"));

        var answer = await service.ImportAsync(
            [Row(new() { Title = "First" }, id: "twice"), .. filler, Row(new() { Title = "Last" }, id: "twice")]);

        Assert.Equal((distance, 1L), (answer.Created, answer.Updated));
        Assert.Equal(["Last"], await service.TitlesAsync(new() { Query = "last" }));
        Assert.Empty(await service.TitlesAsync(new() { Query = "first" }));
    }

    [Fact]
    public async Task Titles_as_long_as_allowed_are_kept_whole_in_any_script()
    {
        await using var service = await BookService.StartAsync(server);
        // The last one grows when it is normalised.
        string[] titles = [.. new[] { "t", "Ж", "村", "\U0001F4D6", "\u0958" }.Select(letter => string.Concat(Enumerable.Repeat(letter, 500)))];

        var answer = await service.ImportAsync(titles.Select(title => new Book { Title = title }));

        Assert.Equal(5, answer.Created);
        Assert.Equal(titles.Order(), (await service.WalkAsync(new())).Where(book => book.Id > 9).Select(book => book.Title).Order());
    }

    [Fact]
    public async Task Imports_of_one_list_at_the_same_time_make_each_book_once()
    {
        await using var service = await BookService.StartAsync(server);
        var list = Enumerable.Range(0, 2000).Select(number => Row(new() { Title = $"Book {number}" }, id: $"{number}")).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(turn =>
            service.ImportAsync(turn % 2 == 0 ? list : Enumerable.Reverse(list))));

        Assert.Equal(2000, answers.Sum(answer => answer.Created));
        Assert.Equal(6000, answers.Sum(answer => answer.Unchanged));
        Assert.Equal([2009L], await service.QueryAsync<long>("SELECT count(*) FROM books"));
    }

    [Fact]
    public async Task An_import_that_breaks_off_leaves_whole_batches_and_can_be_sent_again()
    {
        await using var service = await BookService.StartAsync(server);
        var list = Enumerable.Range(0, 1300).Select(number => Row(new() { Title = $"Book {number}" }, id: $"{number}")).ToList();

        using (var broken = service.Catalogue.ImportBooks(cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var row in list.Take(1250))
                await broken.RequestStream.WriteAsync(row, TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(async () => await CountAsync(service) == 1000, "two batches are stored");
        }
        var answer = await service.ImportAsync(list);

        Assert.Equal((300L, 1000L), (answer.Created, answer.Unchanged));
        Assert.Equal(1300, await CountAsync(service));
    }

    private static ImportBooksRequest Row(Book? book = null, string source = "list", string id = "bad") =>
        new() { Source = source, SourceId = id, Book = book ?? new() { Title = "t" } };

    private static async Task<long> CountAsync(BookService service) =>
        Assert.Single(await service.QueryAsync<long>("SELECT count(*) FROM books WHERE source = 'list'"));
}
