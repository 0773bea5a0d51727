using Microsoft.Playwright;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Tests.Books;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.Browser;

public sealed class LargeCatalogueTests(PostgresServer postgres, Chromium chromium)
{
    [Fact]
    public async Task One_book_of_ten_thousand_is_found_while_one_types_in_either_language()
    {
        await using var books = await BookService.StartAsync(postgres);
        using var list = BookListFile.TenThousand();
        Assert.Equal((0, ""), await books.ImportAsync(list));
        await using var shop = await TestService.StartAsync<FrontDoorRoute>(
            ("services:catalogue:grpc:0", $"{books.Address}"), ("Web:PageDeadline", "00:00:10"), ("Web:RequestBurst", "1000"));
        var wanted = (await books.WalkAsync(new() { PageSize = 1000 })).MaxBy(book => book.Id)!.Title;

        foreach (var (locale, heading) in new[] { ("en-GB", "Catalogue"), ("ru-RU", "Каталог") })
        {
            await using var visitor = await chromium.VisitAsync(shop.HttpAddress, new() { Locale = locale });
            var page = await visitor.OpenAsync("/catalogue");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);

            await page.Locator("main input[name=query]").PressSequentiallyAsync(wanted);

            await Assertions.Expect(page.Locator("#results h3").Filter(new() { HasText = wanted }).First).ToBeVisibleAsync();
            Assert.Empty(visitor.Complaints);
        }
    }
}
