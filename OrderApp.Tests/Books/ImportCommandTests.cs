using OrderApp.Books.ImportTool;
using OrderApp.Protos;
using OrderApp.Tests.Support;
using Spectre.Console;

namespace OrderApp.Tests.Books;

public sealed class ImportCommandTests(PostgresServer server)
{
    [Fact]
    public async Task Ten_thousand_books_are_imported_and_a_second_time_without_doubling_any()
    {
        await using var service = await BookService.StartAsync(server);
        using var file = BookListFile.TenThousand();

        var (first, output, _) = await ImportAsync(service, file, "--source", "goodbooks");
        var (second, again, _) = await ImportAsync(service, file, "--source", "goodbooks");

        Assert.Equal((0, 0), (first, second));
        Assert.Contains("10,000 created, 0 updated, 0 unchanged, 0 refused", output);
        Assert.Contains("0 created, 0 updated, 10,000 unchanged, 0 refused", again);
        Assert.Equal([10_009L], await service.QueryAsync<long>("SELECT count(*) FROM books"));
        Assert.Equal(10_009, (await service.WalkAsync(new() { PageSize = 1000 })).DistinctBy(book => book.Id).Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_header_tells_the_columns_with_or_without_a_byte_order_mark(bool withMark)
    {
        await using var service = await BookService.StartAsync(server);
        using var file = BookListFile.Of("""
            Category,year,shelf,TITLE,id,ratings_count,language,average_rating,authors,isbn
            science fiction,1974.0,A1,"The ""Dispossessed"", a novel",7,120,eng,4.2,"Le Guin, Ursula",0060512755

            Self-Help,,A2,Тайм-драйв,8,,ru,,Глеб Архангельский,
            """, withMark);

        var (code, _, errors) = await ImportAsync(service, file);

        Assert.Equal((0, ""), (code, errors));
        var books = (await service.WalkAsync(new())).Where(book => book.Id > 9).OrderBy(book => book.Id);
        Assert.Equal(
            [
                new()
                {
                    Id = 10, Title = "The \"Dispossessed\", a novel", Authors = "Le Guin, Ursula", Year = 1974, Isbn = "0060512755",
                    Language = "eng", AverageRating = 4.2, RatingsCount = 120, Category = BookCategory.ScienceFiction,
                },
                new() { Id = 11, Title = "Тайм-драйв", Authors = "Глеб Архангельский", Language = "ru", Category = BookCategory.SelfHelp },
            ],
            books);
    }

    [Fact]
    public async Task Refused_rows_are_named_by_their_lines_and_the_others_are_taken()
    {
        await using var service = await BookService.StartAsync(server);
        using var file = BookListFile.Of("""
            id,title,authors,year,category
            1,Good,A,1999,
            2,,B,1999,
            3,"On three

            lines",C,1999,

            4,Odd year,D,last,
            5,Short row
            6,Odd category,E,2001,cooking
            7,Year too far,F,99999,
            8,Good too,G,,Mystery
            """);

        var (code, output, errors) = await ImportAsync(service, file);

        Assert.Equal(1, code);
        Assert.Contains("2 created, 0 updated, 0 unchanged, 6 refused", output);
        Assert.Collection(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            line => Assert.StartsWith("line 3: title: ", line),
            line => Assert.StartsWith("line 4: title: ", line),
            line => Assert.StartsWith("line 8: year: 'last'", line),
            line => Assert.StartsWith("line 9: 2 fields where the header has 5", line),
            line => Assert.StartsWith("line 10: category: 'cooking'", line),
            line => Assert.StartsWith("line 11: year: ", line));
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_in_one_line()
    {
        using var books = BookListFile.Of("id,title\n1,One\n");
        using var noTitle = BookListFile.Of("id,name\n1,One\n");
        using var empty = BookListFile.Of("");
        using var latin = BookListFile.Of([.. "id,title\n1,Caf"u8, 0xE9, .. "\n"u8]);
        using var openQuote = BookListFile.Of("id,title\n1,\"One" + new string('x', 2_000_000));

        Assert.StartsWith("Could not find file", await FailureAsync("nowhere.csv"));
        Assert.Equal("there is no column title (or original_title); the header has id, name", await FailureAsync(noTitle.Path));
        Assert.Equal("the file is empty", await FailureAsync(empty.Path));
        Assert.StartsWith("the file is not UTF-8", await FailureAsync(latin.Path));
        Assert.StartsWith("a field after line 1 does not end", await FailureAsync(openQuote.Path));
        Assert.Equal("the shop at http://127.0.0.1:1/ cannot be reached: Connection refused",
            await FailureAsync(books.Path, "--address", "http://127.0.0.1:1"));
        Assert.StartsWith("--address ftp://x is not like", await FailureAsync(books.Path, "--address", "ftp://x"));
        Assert.StartsWith("Unknown option 'fast'", await FailureAsync(books.Path, "--fast"));
        Assert.Equal("--source needs a value", await FailureAsync(books.Path, "--source"));
        Assert.Equal("--address needs a value", await FailureAsync(books.Path, "--address"));
        Assert.Contains("'FILE'", await FailureAsync());
    }

    [Fact]
    public async Task A_terminal_is_shown_a_bar_that_ends_full()
    {
        await using var service = await BookService.StartAsync(server);
        using var file = BookListFile.Of("id,title\n1,One\n2,Two\n");
        var output = new StringWriter();
        var terminal = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(output) });

        await ImportProgram.RunAsync(["import", file.Path, "--address", $"{service.Address}"], terminal, TextWriter.Null, TestContext.Current.CancellationToken);

        Assert.Contains("100%", output.ToString());
    }

    [Fact]
    public async Task The_help_tells_the_columns_and_the_options()
    {
        var (code, output, _) = await BookService.RunImportAsync("--help");

        Assert.Equal(0, code);
        Assert.All(new[] { "FILE", "--address", "--source", "book_id", "average_rating", "http://localhost:50051" }, word => Assert.Contains(word, output));
    }

    private static Task<(int Code, string Output, string Errors)> ImportAsync(BookService service, BookListFile file, params string[] more) =>
        BookService.RunImportAsync([file.Path, "--address", $"{service.Address}", .. more]);

    private static async Task<string> FailureAsync(params string[] arguments)
    {
        var (code, _, errors) = await BookService.RunImportAsync(arguments);
        Assert.Equal(2, code);
        var line = Assert.Single(errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("import: ", line);
        return line["import: ".Length..];
    }
}
