using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>Reviews on the page of a book, and what search engines read there.</summary>
public sealed class BookReviewPageTests(PostgresServer postgres)
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task Everybody_reads_how_a_book_is_rated_and_by_whom()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Reviews.Histogram = [1, 0, 0, 2, 4];
        shop.Reviews.Listed.Add(new() { ReviewId = "r1", Rating = 4, Text = "Line one\nLine <two>", AuthorName = "Emma", VerifiedPurchase = true });
        shop.Reviews.Listed.Add(new() { ReviewId = "r2", Rating = 1, AuthorName = "" });
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        var page = await browser.OpenAsync("/catalogue/1");

        Assert.Equal("4.1 from 7 reviews", page.QuerySelector(".average")!.TextContent.Trim());
        Assert.Equal(["5 stars 4", "4 stars 2", "3 stars 0", "2 stars 0", "1 star 1"], page.QuerySelectorAll(".histogram tr").Select(row => $"{row.Children[0].TextContent} {row.Children[2].TextContent}"));
        var reviews = page.QuerySelectorAll("article.review").ToList();
        Assert.Equal("Line one\nLine <two>", reviews[0].QuerySelector(".review-text")!.TextContent);
        Assert.Equal(["Bought here", null], reviews.Select(review => review.QuerySelector(".state")?.TextContent));
        Assert.Contains("A reader", reviews[1].QuerySelector("h3")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form#review"));
        Assert.Equal("/account/sign-in?returnUrl=%2Fcatalogue%2F1", page.QuerySelector("#reviews .panel a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_customer_writes_changes_and_deletes_his_review()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);

        using var written = await browser.SendAsync("/catalogue/1", "review", ("rating", "4"), ("text", "Good\r\nread "));
        var put = Assert.IsType<PutReviewRequest>(shop.Shop.Reviews.Last);
        shop.Shop.Reviews.Own = new() { ReviewId = "mine", BookId = 1, Rating = 4, Text = "Good\nread" };
        var page = await browser.OpenAsync("/catalogue/1");
        using var deleted = await browser.SendAsync("/catalogue/1", "delete-review");

        Assert.Equal((HttpStatusCode.Redirect, "/catalogue/1#reviews"), (written.StatusCode, written.Headers.Location?.ToString()));
        Assert.Equal((1, 4, "Good\nread"), (put.BookId, put.Rating, put.Text));
        Assert.NotEmpty(put.RequestId);
        Assert.Equal("Thank you! Your review is saved.", page.QuerySelector("#reviews .good")!.TextContent.Trim());
        Assert.Equal("4", page.QuerySelector<IHtmlInputElement>("input[name=rating][checked]")!.Value);
        Assert.Equal("Good\nread", page.QuerySelector<IHtmlTextAreaElement>("#review-text")!.Value);
        Assert.Equal("mine", Assert.IsType<DeleteReviewRequest>(shop.Shop.Reviews.Last).ReviewId);
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
    }

    [Fact]
    public async Task A_review_that_is_refused_keeps_what_was_typed()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);
        var form = (await browser.OpenAsync("/catalogue/1")).QuerySelector<IHtmlFormElement>("#review")!;
        await shop.Shop.ReviewService.StopAsync();

        using var refused = await browser.SendAsync(form, ("rating", "2"), ("text", "Long and dear"));
        var page = await PlainBrowser.ReadAsync(refused);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("cannot be reached", page.QuerySelector("#reviews [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Reviews are missing at the moment.", page.QuerySelector("#reviews")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("form.add-form"));
        Assert.Equal("Long and dear", page.QuerySelector<IHtmlTextAreaElement>("#review-text")!.Value);
    }

    [Fact]
    public async Task Search_engines_are_told_the_book_its_price_and_its_stock_and_no_markup_gets_out_of_it()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Catalogue.Books[0].Title = "</script><script>alert(1)</script>";
        shop.Inventory.Copies[1] = 0;
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        var page = await browser.OpenAsync("/catalogue/1");

        var data = JsonNode.Parse(Assert.Single(page.QuerySelectorAll("script:not([src])")).TextContent)!;
        Assert.Equal(("Book", "</script><script>alert(1)</script>"), ((string?)data["@type"], (string?)data["name"]));
        Assert.Equal(("11.99", "USD", "https://schema.org/OutOfStock"), ((string?)data["offers"]!["price"], (string?)data["offers"]!["priceCurrency"], (string?)data["offers"]!["availability"]));
        Assert.Equal(new Uri(shop.Marketplace.HttpAddress, "/catalogue/1").ToString(), page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        Assert.Equal("</script><script>alert(1)</script>", page.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
    }

    [Fact]
    public async Task The_site_map_has_every_book_once_and_is_read_from_the_catalogue_once()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Catalogue.Books = [.. Enumerable.Range(1, 2500).Select(id => new Book { Id = id, Title = $"Volume {id}" })];

        var robots = await shop.Http.GetStringAsync(new Uri("/robots.txt", UriKind.Relative), TestContext.Current.CancellationToken);
        var first = await AddressesAsync(shop);
        await shop.CatalogueService.StopAsync();
        var second = await AddressesAsync(shop);

        Assert.Contains("Disallow: /shopping-cart\n", robots, StringComparison.Ordinal);
        Assert.Contains($"Sitemap: {new Uri(shop.Marketplace.HttpAddress, "/sitemap.xml")}\n", robots, StringComparison.Ordinal);
        Assert.Equal(2500, first.Count(address => address.Contains("/catalogue/", StringComparison.Ordinal)));
        Assert.Equal(first.Count, first.Distinct().Count());
        Assert.Equal(first, second);
    }

    private static async Task<List<string>> AddressesAsync(Shop shop)
    {
        var map = await shop.Http.GetStringAsync(new Uri("/sitemap.xml", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. System.Xml.Linq.XDocument.Parse(map).Descendants().Where(element => element.Name.LocalName == "loc").Select(element => element.Value)];
    }
}
