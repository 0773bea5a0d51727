using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Books;

public sealed class HiddenBookTests(PostgresServer server)
{
    [Fact]
    public async Task A_book_made_by_hand_is_there_once_however_often_it_is_asked_for()
    {
        await using var service = await BookService.StartAsync(server);
        var request = new CreateBookRequest { Book = NewBook("The Left Hand of Darkness"), RequestId = "once" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => service.Catalogue.CreateBookAsync(request).ResponseAsync));

        var book = Assert.Single(answers.Distinct());
        Assert.Equal((12.5m, 1969, "Ursula K. Le Guin"), (book.Price.DecimalValue, book.Year, book.Authors));
        Assert.True(book.Etag.Length > 0 && book.Id > 9);
        Assert.Equal(["The Left Hand of Darkness"], await service.TitlesAsync(new() { Query = "left hand of" }));
        request.Book.Title = "Another";
        Assert.StartsWith("request_id: ", await BookService.RefusedAsync(StatusCode.AlreadyExists, async () => await service.Catalogue.CreateBookAsync(request)), StringComparison.Ordinal);
        var bad = new CreateBookRequest { Book = new(), RequestId = "bad" };
        Assert.StartsWith("book.title: ", await BookService.RefusedAsync(StatusCode.InvalidArgument, async () => await service.Catalogue.CreateBookAsync(bad)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_book_leaves_all_that_customers_see_and_comes_back()
    {
        await using var service = await BookService.StartAsync(server);
        var seen = await service.Catalogue.GetBookAsync(new() { Id = 6 });

        var hidden = await HideAsync(service, 6, true);

        Assert.True(hidden.Hidden);
        Assert.DoesNotContain(await service.WalkAsync(new()), book => book.Id == 6);
        Assert.Empty(await service.WalkAsync(new() { Query = seen.Title }));
        Assert.Empty((await service.Catalogue.BatchGetBooksAsync(new() { Ids = { 6 } })).Books);
        await BookService.RefusedAsync(StatusCode.NotFound, async () => await service.Catalogue.GetBookAsync(new() { Id = 6 }));

        Assert.Equal(hidden, await service.Catalogue.GetBookAsync(new() { Id = 6, IncludeHidden = true }));
        Assert.Single((await service.Catalogue.BatchGetBooksAsync(new() { Ids = { 6 }, IncludeHidden = true })).Books);
        Assert.True(Assert.Single(await service.WalkAsync(new() { Query = seen.Title, IncludeHidden = true })).Hidden);

        Assert.Equal(seen, await HideAsync(service, 6, false));
        Assert.Contains(await service.WalkAsync(new()), book => book.Id == 6);
    }

    [Fact]
    public async Task Customers_do_not_see_hidden_books_by_asking_for_them()
    {
        await using var service = await BookService.StartAsync(server);
        using var channel = GrpcChannel.ForAddress(service.Address);
        var tokens = await TestTokens.SharedAsync();
        var nobody = new Catalogue.CatalogueClient(channel);
        var customer = new Catalogue.CatalogueClient(channel.Intercept(_ => tokens.Customer(Guid.NewGuid())));

        foreach (var client in new[] { nobody, customer })
        {
            await BookService.RefusedAsync(StatusCode.PermissionDenied, async () => await client.ListBooksAsync(new() { IncludeHidden = true }));
            await BookService.RefusedAsync(StatusCode.PermissionDenied, async () => await client.GetBookAsync(new() { Id = 1, IncludeHidden = true }));
            await BookService.RefusedAsync(StatusCode.PermissionDenied, async () => await client.BatchGetBooksAsync(new() { Ids = { 1 }, IncludeHidden = true }));
        }
    }

    [Fact]
    public async Task An_import_leaves_a_hidden_book_hidden()
    {
        await using var service = await BookService.StartAsync(server);
        await service.ImportAsync(new Book { Title = "Unwanted" });
        var id = Assert.Single(await service.WalkAsync(new() { Query = "unwanted" })).Id;
        await HideAsync(service, id, true);

        var report = await service.ImportAsync(new Book { Title = "Unwanted still" });

        Assert.Equal(1, report.Updated);
        Assert.Empty(await service.WalkAsync(new() { Query = "unwanted" }));
    }

    [Fact]
    public async Task Of_two_operators_who_change_a_book_the_second_one_is_told_and_a_repetition_is_no_conflict()
    {
        await using var service = await BookService.StartAsync(server);
        var read = await service.Catalogue.GetBookAsync(new() { Id = 1 });
        UpdateBookRequest First() => new() { Book = new() { Id = 1, Title = "First", Etag = read.Etag }, UpdateMask = new() { Paths = { "title" } } };

        var first = await service.Catalogue.UpdateBookAsync(First());

        var second = new UpdateBookRequest { Book = new() { Id = 1, Title = "Second", Etag = read.Etag }, UpdateMask = new() { Paths = { "title" } } };
        await BookService.RefusedAsync(StatusCode.Aborted, async () => await service.Catalogue.UpdateBookAsync(second));
        Assert.Equal(first, await service.Catalogue.UpdateBookAsync(First()));
        second.Book.Etag = first.Etag;
        Assert.Equal("Second", (await service.Catalogue.UpdateBookAsync(second)).Title);
    }

    private static async Task<Book> HideAsync(BookService service, int id, bool hidden) =>
        await service.Catalogue.UpdateBookAsync(new() { Book = new() { Id = id, Hidden = hidden }, UpdateMask = new() { Paths = { "hidden" } } });

    private static Book NewBook(string title) => new()
    {
        Title = title, Authors = "Ursula K. Le Guin", Year = 1969, Category = BookCategory.ScienceFiction, Price = new() { CurrencyCode = "USD", DecimalValue = 12.5m },
    };
}
