using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Books;

public sealed class ListBooksTests(PostgresServer server)
{
    [Fact]
    public async Task A_new_shop_lists_its_nine_books_by_their_ids()
    {
        await using var service = await BookService.StartAsync(server);

        var page = await service.Catalogue.ListBooksAsync(new(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, 9), page.Books.Select(book => book.Id));
        Assert.Equal("", page.NextPageToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("popularity")]
    [InlineData("title")]
    [InlineData("year desc")]
    [InlineData("rating desc")]
    public async Task Pages_of_every_order_hold_every_book_once_in_that_order(string order)
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(ManyAlike(97));

        var books = await service.WalkAsync(new() { OrderBy = order, PageSize = 7 });

        Assert.Equal(106, books.DistinctBy(book => book.Id).Count());
        Assert.Equal(InOrder(books, order).Select(book => book.Id), books.Select(book => book.Id));
    }

    [Fact]
    public async Task A_walk_skips_and_repeats_nothing_that_was_there_throughout()
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(ManyAlike(60));
        var before = (await service.WalkAsync(new() { PageSize = 1000 })).Select(book => book.Id).ToHashSet();
        var added = 0;

        var books = await service.WalkAsync(new() { PageSize = 5 }, betweenPages: () => service.ImportAsync(
            [new ImportBooksRequest { Source = "late", SourceId = $"{++added}", Book = new() { Title = $"Late {added}", RatingsCount = added } }]));

        Assert.True(added > 5);
        Assert.Equal(before, books.Select(book => book.Id).Where(before.Contains).ToHashSet());
        Assert.Equal(books.Count, books.DistinctBy(book => book.Id).Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("title")]
    public async Task Only_books_between_the_prices_are_paged_through_and_a_token_keeps_to_its_prices(string order)
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync([.. Enumerable.Range(0, 60).Select(number => new Book { Title = $"Volume {number}", RatingsCount = number % 7, Price = number % 5 == 0 ? null : Dollars(number) })]);
        var request = new ListBooksRequest { OrderBy = order, PageSize = 4, MinPrice = Dollars(13), MaxPrice = Dollars(41) };

        var books = await service.WalkAsync(request);
        var token = (await service.Catalogue.ListBooksAsync(request, cancellationToken: TestContext.Current.CancellationToken)).NextPageToken;
        var other = new ListBooksRequest { OrderBy = order, PageToken = token, MinPrice = Dollars(12), MaxPrice = Dollars(41) };
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await service.Catalogue.ListBooksAsync(other));
        var foreign = await Assert.ThrowsAsync<RpcException>(
            async () => await service.Catalogue.ListBooksAsync(new() { MaxPrice = new() { CurrencyCode = "XTS", Units = 1 } }));

        var all = await service.WalkAsync(new() { OrderBy = order, PageSize = 1000 });
        Assert.Equal(all.Where(book => book.Price is { Units: >= 13 and < 41 } or { Units: 41, Nanos: 0 }).Select(book => book.Id), books.Select(book => book.Id));
        Assert.True(books.Count > 20, $"only {books.Count} books are between the prices");
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("max_price: must be in USD", foreign.Status.Detail, StringComparison.Ordinal);

        static Google.Type.Money Dollars(int dollars) => new() { CurrencyCode = "USD", Units = dollars };
    }

    [Fact]
    public async Task Only_books_of_the_category_are_listed_when_one_is_given()
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(new Book { Title = "Of none" });

        var mysteries = await service.TitlesAsync(new() { Category = BookCategory.Mystery, PageSize = 2 });

        Assert.Equal(["The Maltese Falcon", "Murder on the Orient Express", "The Hound of the Baskervilles"], mysteries);
    }

    [Fact]
    public async Task A_token_is_refused_when_it_was_changed_or_belongs_to_another_list()
    {
        await using var service = await BookService.StartAsync(server);
        var token = (await service.Catalogue.ListBooksAsync(new() { PageSize = 2 })).NextPageToken;
        var changed = Enumerable.Range(0, token.Length).Select(place =>
            $"{token[..place]}{(token[place] == 'A' ? 'B' : 'A')}{token[(place + 1)..]}");

        ListBooksRequest[] wrong =
        [
            .. changed.Select(text => new ListBooksRequest { PageToken = text }),
            new() { PageToken = "no token!" },
            new() { PageToken = "AAAA" },
            new() { PageToken = token[..^4] },
            new() { PageToken = token, Query = "the" },
            new() { PageToken = token, OrderBy = "title" },
            new() { PageToken = token, Category = BookCategory.Mystery },
        ];

        Assert.All(await Task.WhenAll(wrong.Select(request => RefusedAsync(service, request))),
            said => Assert.StartsWith("page_token: ", said));
    }

    [Fact]
    public async Task Requests_that_make_no_sense_are_refused_by_name()
    {
        await using var service = await BookService.StartAsync(server);

        Assert.StartsWith("page_size: ", await RefusedAsync(service, new() { PageSize = -1 }));
        Assert.StartsWith("order_by: ", await RefusedAsync(service, new() { OrderBy = "price" }));
        Assert.StartsWith("query: ", await RefusedAsync(service, new() { Query = new string('x', 201) }));
        Assert.StartsWith("query: ", await RefusedAsync(service, new() { Query = "a\0b" }));
        Assert.StartsWith("category: ", await RefusedAsync(service, new() { Category = (BookCategory)77 }));
    }

    [Fact]
    public async Task A_page_holds_no_more_than_a_thousand_books()
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(ManyAlike(1100));

        var page = await service.Catalogue.ListBooksAsync(new() { PageSize = int.MaxValue });

        Assert.Equal(1000, page.Books.Count);
        Assert.NotEqual("", page.NextPageToken);
    }

    [Fact]
    public async Task A_book_is_found_by_its_id()
    {
        await using var service = await BookService.StartAsync(server);

        var book = await service.Catalogue.GetBookAsync(new() { Id = 5 });

        Assert.Equal(
            new()
            {
                Id = 5, Title = "Ender's Game", Authors = "Orson Scott Card", Year = 1985, Language = "eng", Category = BookCategory.ScienceFiction,
                Price = new() { CurrencyCode = "USD", DecimalValue = 10.99m }, Etag = book.Etag,
            },
            book);
        Assert.NotEqual("", book.Etag);
    }

    [Fact]
    public async Task An_unknown_book_is_not_found_and_an_impossible_id_is_refused_by_name()
    {
        await using var service = await BookService.StartAsync(server);

        await BookService.RefusedAsync(StatusCode.NotFound, async () => await service.Catalogue.GetBookAsync(new() { Id = int.MaxValue }));
        var said = await BookService.RefusedAsync(StatusCode.InvalidArgument, async () => await service.Catalogue.GetBookAsync(new()));

        Assert.StartsWith("id: ", said);
    }

    private static Task<string> RefusedAsync(BookService service, ListBooksRequest request) =>
        BookService.RefusedAsync(StatusCode.InvalidArgument, async () => await service.Catalogue.ListBooksAsync(request));

    // Few different values of everything, some missing, so that the order is made mostly by what parts equals.
    private static IEnumerable<Book> ManyAlike(int count) => Enumerable.Range(0, count).Select(number =>
    {
        var book = new Book { Title = $"Title {number % 4}", RatingsCount = number % 3 };
        if (number % 5 != 0)
            book.Year = 1990 + number % 4;
        if (number % 7 != 0)
            book.AverageRating = 3 + number % 3 * 0.5;
        return book;
    });

    private static IEnumerable<Book> InOrder(IEnumerable<Book> books, string order) => (order switch
    {
        "title" => books.OrderBy(book => book.Title, StringComparer.OrdinalIgnoreCase),
        "year desc" => books.OrderByDescending(book => book.HasYear ? book.Year : int.MinValue),
        "rating desc" => books.OrderByDescending(book => book.HasAverageRating ? book.AverageRating : -1),
        _ => books.OrderByDescending(book => book.RatingsCount),
    }).ThenBy(book => book.Id);
}
