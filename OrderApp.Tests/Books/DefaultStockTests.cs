using OrderApp.Protos;
using OrderApp.Stocking;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Books;

public sealed class DefaultStockTests(PostgresServer server)
{
    private const string Books = "id,title\n1,One\n2,Two\n3,Three\n";

    [Fact]
    public async Task Books_that_were_never_in_stock_get_their_first_copies_once_and_those_that_were_keep_theirs()
    {
        await using var service = await BookService.StartAsync(server);
        await using var inventory = await InventoryAsync();
        var stock = new Inventory.InventoryClient(inventory.Channel);
        using var known = BookListFile.Of("id,title\n1,One\n");
        using var file = BookListFile.Of(Books);
        await BookService.RunImportAsync(known.Path, "--source", "list", "--address", $"{service.Address}");
        var tokens = await TestTokens.SharedAsync();
        var one = Assert.Single(await service.WalkAsync(new() { Query = "one" }), book => book.Title == "One").Id;
        await stock.AdjustStockAsync(new() { BookId = one, Delta = 3, Reason = "came in" }, tokens.Operator());

        var (code, first, errors) = await ImportAsync(service, inventory, file, "10");
        var (_, second, _) = await ImportAsync(service, inventory, file, "10");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("10 copies each of 2 books that had never been in stock were added", first, StringComparison.Ordinal);
        Assert.Contains("10 copies each of 0 books", second, StringComparison.Ordinal);
        var books = (await service.WalkAsync(new())).Where(book => book.Id > 9).ToDictionary(book => book.Id, book => book.Title);
        var copies = (await stock.GetStockAsync(new() { BookIds = { books.Keys } })).Stock.ToDictionary(line => books[line.BookId], line => line.Available);
        Assert.Equal(new() { ["One"] = 3, ["Two"] = 10, ["Three"] = 10 }, copies);
    }

    [Fact]
    public async Task What_was_taken_out_again_is_not_brought_back_by_the_same_import()
    {
        await using var service = await BookService.StartAsync(server);
        await using var inventory = await InventoryAsync();
        var stock = new Inventory.InventoryClient(inventory.Channel);
        using var file = BookListFile.Of(Books);
        await ImportAsync(service, inventory, file, "5");
        var two = Assert.Single(await service.WalkAsync(new() { Query = "two" }), book => book.Title == "Two").Id;
        await stock.AdjustStockAsync(new() { BookId = two, Delta = -5, Reason = "water damage" }, (await TestTokens.SharedAsync()).Operator());

        await ImportAsync(service, inventory, file, "5");
        await ImportAsync(service, inventory, file, "7");

        Assert.Equal(0, (await stock.GetStockAsync(new() { BookIds = { two } })).Stock.Single().Available);
    }

    [Fact]
    public async Task A_number_of_copies_that_is_none_is_told()
    {
        using var file = BookListFile.Of(Books);

        foreach (var wrong in new[] { "0", "-1", "1000001" })
        {
            var (code, _, errors) = await BookService.RunImportAsync(file.Path, "--default-stock", wrong);

            Assert.Equal(2, code);
            Assert.Contains("--default-stock must be from 1 to 1000000", errors, StringComparison.Ordinal);
        }
    }

    private async Task<TestService<InventoryGrpcService>> InventoryAsync() => await TestService.StartAsync<InventoryGrpcService>(
        ("ConnectionStrings:inventorydb", await server.CreateDatabaseAsync("stock")), (await TestTokens.SharedAsync()).Setting);

    private static Task<(int Code, string Output, string Errors)> ImportAsync(
        BookService service, TestService<InventoryGrpcService> inventory, BookListFile file, string copies) => BookService.RunImportAsync(
        file.Path, "--source", "list", "--address", $"{service.Address}", "--inventory-address", $"{inventory.GrpcAddress}", "--default-stock", copies);
}
