using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

public sealed class ShopPagesTests
{
    [Fact]
    public async Task A_book_is_put_into_the_cart_with_one_key_however_often_its_form_is_sent()
    {
        await using var shop = await Shop.OpenAsync();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);
        var form = (await browser.OpenAsync("/catalogue/1")).QuerySelector<IHtmlFormElement>("form.add-form")!;

        var first = await browser.SendAsync(form, ("quantity", "2"));
        var added = Assert.IsType<AddItemRequest>(shop.Cart.LastChange);
        var second = await browser.SendAsync(form, ("quantity", "2"));

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal("/shopping-cart", first.Headers.Location?.ToString());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal((1, 2), (added.BookId, added.Quantity));
        Assert.NotEmpty(added.RequestId);
        Assert.Equal(added, shop.Cart.LastChange);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        await using var shop = await Shop.OpenAsync();
        using var form = new FormUrlEncodedContent([new("requestId", "r"), new("bookId", "1")]);

        var answer = await shop.Http.PostAsync(new Uri("/shopping-cart?handler=add", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(shop.Cart.LastChange);
    }

    [Fact]
    public async Task The_orders_page_says_that_orders_are_away_and_recovers_by_itself()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.OrderService.StopAsync();

        var away = await shop.Http.GetAsync(new Uri("/orders", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains(
            "Orders are missing at the moment.", await away.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await shop.OrderService.StartAsync();
        await Eventually.TrueAsync(
            async () => (await shop.Http.GetAsync(new Uri("/orders", UriKind.Relative))).IsSuccessStatusCode,
            "the orders page is back",
            TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(StatusCode.DeadlineExceeded, HttpStatusCode.GatewayTimeout)]
    [InlineData(StatusCode.ResourceExhausted, HttpStatusCode.TooManyRequests)]
    public async Task A_page_tells_why_its_service_did_not_answer(StatusCode status, HttpStatusCode expected)
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Failure = new Status(status, "at Npgsql.Internal, line 42");

        var page = await shop.Http.GetAsync(new Uri("/orders", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(expected, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Orders are missing at the moment.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_with_markup_is_shown_as_text()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Catalogue.Books.Clear();
        shop.Catalogue.Books.Add(new() { Id = 9, Title = "<script>alert(1)</script>", Authors = "\"><img src=x onerror=alert(2)>" });

        foreach (var address in new[] { "/", "/catalogue", "/catalogue/9" })
        {
            var html = await shop.Http.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            var page = new HtmlParser().ParseDocument(html);
            Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/ld+json']), img"));
            Assert.Contains("<script>alert(1)</script>", page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_catalogue_is_read_page_by_page_and_searched()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Catalogue.Books.AddRange(Enumerable.Range(100, 30).Select(id => new Book { Id = id, Title = $"Volume {id}" }));
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        var first = await browser.OpenAsync("/catalogue");
        var second = await browser.OpenAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        var found = await browser.OpenAsync("/catalogue?query=falcon");

        var seen = first.QuerySelectorAll("article.book h3").Concat(second.QuerySelectorAll("article.book h3")).Select(title => title.TextContent).ToList();
        Assert.Equal(shop.Catalogue.Books.Select(book => book.Title), seen);
        Assert.Null(second.QuerySelector("a[rel=next]"));
        Assert.Equal("The Maltese Falcon", found.QuerySelectorAll("article.book h3").Single().TextContent);
    }

    [Fact]
    public async Task Every_page_forbids_inline_code_and_foreign_hosts()
    {
        await using var shop = await Shop.OpenAsync();

        foreach (var address in new[] { "/", "/catalogue", "/catalogue/1", "/orders", "/nothing-here" })
        {
            using var answer = await shop.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Every_cookie_is_kept_from_scripts_and_other_sites()
    {
        await using var shop = await Shop.OpenAsync();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);
        var form = (await browser.OpenAsync("/catalogue/1")).QuerySelector<IHtmlFormElement>("form.add-form")!;

        await browser.SendAsync(form);

        Assert.True(browser.CookiesSet.Count >= 2, "a form sets the antiforgery cookie, and what was put in the cart is counted in another");
        Assert.All(browser.CookiesSet, cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }
}
