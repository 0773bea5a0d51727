using Google.Type;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Books;

public sealed class PriceTests(PostgresServer server)
{
    [Fact]
    public async Task The_books_that_a_shop_begins_with_have_prices()
    {
        await using var service = await BookService.StartAsync(server);

        var books = await service.WalkAsync(new());

        Assert.Equal(9, books.Count);
        Assert.All(books, book => Assert.InRange(book.Price.DecimalValue, 5m, 50m));
        Assert.All(books, book => Assert.Equal("USD", book.Price.CurrencyCode));
    }

    [Fact]
    public async Task A_list_has_prices_of_its_own_or_the_default_one_and_one_without_leaves_them_as_they_are()
    {
        await using var service = await BookService.StartAsync(server);
        using var priced = BookListFile.Of("""
            id,title,price
            1,Cheap,3.5
            2,Dear,1200
            3,As usual,
            """);
        using var unpriced = BookListFile.Of("""
            id,title
            1,Cheap
            2,Dearest
            4,Not for sale
            """);

        var (code, _, errors) = await BookService.RunImportAsync(priced.Path, "--source", "list", "--address", $"{service.Address}", "--default-price", "9.99");
        Assert.Equal((0, ""), (code, errors));
        var (_, output, _) = await BookService.RunImportAsync(unpriced.Path, "--source", "list", "--address", $"{service.Address}");

        Assert.Contains("1 created, 1 updated, 1 unchanged", output, StringComparison.Ordinal);
        var prices = (await service.WalkAsync(new())).Where(book => book.Id > 9).ToDictionary(book => book.Title, book => book.Price?.DecimalValue);
        Assert.Equal(new() { ["Cheap"] = 3.5m, ["Dearest"] = 1200m, ["As usual"] = 9.99m, ["Not for sale"] = null }, prices);
    }

    [Fact]
    public async Task A_price_that_is_none_is_refused_by_its_field_and_the_other_books_are_taken()
    {
        await using var service = await BookService.StartAsync(server);
        (Money Price, string Problem)[] wrong =
        [
            (new() { CurrencyCode = "EUR", Units = 1 }, "price: must be in USD"),
            (new() { CurrencyCode = "USD", Units = -1 }, "price: must not be negative"),
            (new() { CurrencyCode = "USD" }, "price: must be more than zero"),
            (new() { CurrencyCode = "USD", Units = 1, Nanos = 5_000_000 }, "price: must have at most 2 digits after the point"),
            (new() { CurrencyCode = "USD", Units = 1, Nanos = -10_000_000 }, "price: must have units and nanos of the same sign"),
        ];

        var report = await service.ImportAsync([.. wrong.Select(price => new Book { Title = "Wrong", Price = price.Price }), new Book { Title = "Right" }]);

        Assert.Equal((5, 1), (report.Refused, report.Created));
        Assert.Equal(wrong.Select(price => price.Problem), report.Refusals.Select(refusal => refusal.Reason));
    }

    [Fact]
    public async Task An_operator_changes_what_the_mask_names_and_nothing_else()
    {
        await using var service = await BookService.StartAsync(server);
        var before = await service.Catalogue.GetBookAsync(new() { Id = 6 });
        var wanted = new Book { Id = 6, Title = "Ignored", Price = Usd(20), Year = 1966 };

        var changed = await service.Catalogue.UpdateBookAsync(new() { Book = wanted, UpdateMask = new() { Paths = { "price", "year" } } });

        Assert.Equal((before.Title, 20m, 1966), (changed.Title, changed.Price.DecimalValue, changed.Year));
        Assert.Equal(changed, await service.Catalogue.GetBookAsync(new() { Id = 6 }));
        var off = await service.Catalogue.UpdateBookAsync(new() { Book = new() { Id = 6 }, UpdateMask = new() { Paths = { "price" } } });
        Assert.Null(off.Price);
        var renamed = await service.Catalogue.UpdateBookAsync(new() { Book = new() { Id = 6, Title = "Sand" }, UpdateMask = new() { Paths = { "title" } } });
        // Lists have no etags.
        renamed.Etag = "";
        Assert.Equal([renamed], await service.WalkAsync(new() { Query = "sand" }));
    }

    [Fact]
    public async Task Changes_at_once_of_different_fields_are_all_kept()
    {
        await using var service = await BookService.StartAsync(server);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => number % 2 == 0
            ? service.Catalogue.UpdateBookAsync(new() { Book = new() { Id = 1, Price = Usd(number) }, UpdateMask = new() { Paths = { "price" } } }).ResponseAsync
            : service.Catalogue.UpdateBookAsync(new() { Book = new() { Id = 1, Isbn = $"{number}" }, UpdateMask = new() { Paths = { "isbn" } } }).ResponseAsync));

        var book = await service.Catalogue.GetBookAsync(new() { Id = 1 });
        Assert.True(book.Price.DecimalValue % 2 == 0 && int.Parse(book.Isbn, System.Globalization.CultureInfo.InvariantCulture) % 2 == 1, $"{book}");
    }

    [Fact]
    public async Task A_change_that_cannot_be_made_is_refused_by_its_field()
    {
        await using var service = await BookService.StartAsync(server);
        (UpdateBookRequest Request, StatusCode Code, string Beginning)[] wrong =
        [
            (new(), StatusCode.InvalidArgument, "book: "),
            (new() { Book = new() }, StatusCode.InvalidArgument, "book.id: "),
            (new() { Book = new() { Id = 1 } }, StatusCode.InvalidArgument, "update_mask: "),
            (new() { Book = new() { Id = 1 }, UpdateMask = new() { Paths = { "id" } } }, StatusCode.InvalidArgument, "update_mask: "),
            (new() { Book = new() { Id = 1 }, UpdateMask = new() { Paths = { "title" } } }, StatusCode.InvalidArgument, "book.title: "),
            (new() { Book = new() { Id = 1, Price = new() }, UpdateMask = new() { Paths = { "price" } } }, StatusCode.InvalidArgument, "book.price: "),
            (new() { Book = new() { Id = 12345, Title = "T" }, UpdateMask = new() { Paths = { "title" } } }, StatusCode.NotFound, "There is no book 12345"),
        ];

        foreach (var (request, code, beginning) in wrong)
            Assert.StartsWith(beginning, await BookService.RefusedAsync(code, async () => await service.Catalogue.UpdateBookAsync(request)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_books_are_read_at_once_in_the_order_asked_for()
    {
        await using var service = await BookService.StartAsync(server);

        var answer = await service.Catalogue.BatchGetBooksAsync(new() { Ids = { 3, 9999, 1 } });

        Assert.Equal([3, 1], answer.Books.Select(book => book.Id));
        Assert.StartsWith("ids: ", await BookService.RefusedAsync(StatusCode.InvalidArgument, async () => await service.Catalogue.BatchGetBooksAsync(new() { Ids = { 0 } })), StringComparison.Ordinal);
        Assert.StartsWith(
            "ids: ", await BookService.RefusedAsync(StatusCode.InvalidArgument, async () => await service.Catalogue.BatchGetBooksAsync(new() { Ids = { Enumerable.Range(1, 1001) } })), StringComparison.Ordinal);
    }

    private static Money Usd(decimal amount) => new() { CurrencyCode = "USD", DecimalValue = amount };
}
