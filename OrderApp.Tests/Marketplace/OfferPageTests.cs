using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

/// <summary>What the catalogue and the page of a book offer: price, stock, and only what one asks for.</summary>
public sealed class OfferPageTests
{
    [Theory]
    [InlineData("en", "$11.99", "In stock", "Only 1 left", "Sold out")]
    [InlineData("ru", "11,99\u00a0$", "В наличии", "Осталась 1 штука", "Нет в наличии")]
    public async Task A_book_has_its_price_and_what_is_left_of_it_in_the_readers_language(string language, string price, string many, string one, string none)
    {
        await using var shop = await Shop.OpenAsync();
        (shop.Inventory.Copies[1], shop.Inventory.Copies[2], shop.Inventory.Copies[3]) = (6, 1, 0);
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress, language);

        var catalogue = await browser.OpenAsync("/catalogue");
        var soldOut = await browser.OpenAsync("/catalogue/3");

        Assert.Equal(price, catalogue.QuerySelector("article.book .price strong")!.TextContent);
        Assert.Equal([many, one, none], catalogue.QuerySelectorAll("article.book .stock").Select(stock => stock.TextContent));
        Assert.Equal(2, catalogue.QuerySelectorAll("form.add-form").Length);
        Assert.Equal(none, soldOut.QuerySelector(".offer .stock")!.TextContent);
        Assert.Null(soldOut.QuerySelector("form.add-form"));
    }

    [Fact]
    public async Task While_Inventory_is_away_books_are_sold_and_nothing_is_promised()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.InventoryService.StopAsync();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        var book = await browser.OpenAsync("/catalogue/1");
        var filtered = await browser.OpenAsync("/catalogue?inStock=true");

        Assert.NotNull(book.QuerySelector("form.add-form"));
        Assert.Null(book.QuerySelector(".stock"));
        Assert.Equal(3, filtered.QuerySelectorAll("article.book").Length);
        Assert.Contains("What is in stock is not known at the moment", filtered.QuerySelector("#results .notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_is_in_stock_is_paged_through_without_missing_or_repeating_a_book()
    {
        await using var shop = await Shop.OpenAsync();
        // The catalogue is longer than what one page of it reads at the most, and long stretches of it are sold out.
        shop.Catalogue.Books = [.. Enumerable.Range(1, 700).Select(id => new Book { Id = id, Title = $"Volume {id}", Price = FakeCatalogue.Dollars(5, 0) })];
        var there = Enumerable.Range(1, 700).Where(id => id % 7 == 0 || id is > 20 and < 60).ToHashSet();
        foreach (var book in shop.Catalogue.Books)
            shop.Inventory.Copies[book.Id] = there.Contains(book.Id) ? 10 : 0;
        foreach (var id in Enumerable.Range(100, 300))
            shop.Inventory.Copies[id] = 0;
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        var (seen, pages) = (new List<int>(), 0);
        for (var address = "/catalogue?inStock=true"; address is not null; pages++)
        {
            var page = await browser.OpenAsync(address);
            seen.AddRange(page.QuerySelectorAll("article.book h3 a").Select(link => int.Parse(link.GetAttribute("href")!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)));
            Assert.Equal("In stock", Assert.Single(page.QuerySelectorAll("article.book .stock").Select(stock => stock.TextContent).Distinct().DefaultIfEmpty("In stock")));
            address = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
            Assert.True(pages < 30, "the pages do not end");
        }

        Assert.Equal(shop.Inventory.Copies.Where(book => book.Value > 0).Select(book => book.Key).Order(), seen);
    }

    [Theory]
    [InlineData("en", "7.50", "12,50")]
    [InlineData("ru", "7,50", "12.50")]
    public async Task Prices_from_and_to_are_taken_with_a_point_or_a_comma(string language, string from, string to)
    {
        await using var shop = await Shop.OpenAsync();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress, language);

        var page = await browser.OpenAsync($"/catalogue?priceFrom={from}&priceTo={to}&category=Mystery");

        Assert.Equal(FakeCatalogue.Dollars(7, 50), shop.Catalogue.LastList!.MinPrice);
        Assert.Equal(FakeCatalogue.Dollars(12, 50), shop.Catalogue.LastList.MaxPrice);
        Assert.Equal(from, page.QuerySelector<IHtmlInputElement>("#search input[name=priceFrom]")!.Value);
    }

    [Fact]
    public async Task A_price_that_is_none_stays_in_its_field_and_is_told()
    {
        await using var shop = await Shop.OpenAsync();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        var page = await browser.OpenAsync("/catalogue?priceFrom=cheap");

        var field = page.QuerySelector<IHtmlInputElement>("#search input[name=priceFrom]")!;
        Assert.Equal(("cheap", "true"), (field.Value, field.GetAttribute("aria-invalid")));
        Assert.StartsWith("A price is a number", page.QuerySelector("#price-error")!.TextContent, StringComparison.Ordinal);
        Assert.Null(shop.Catalogue.LastList!.MinPrice);
    }
}
