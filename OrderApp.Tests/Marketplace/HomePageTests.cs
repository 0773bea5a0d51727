using System.Net;
using AngleSharp.Html.Parser;

namespace OrderApp.Tests.Marketplace;

public sealed class HomePageTests
{
    [Fact]
    public async Task The_home_page_shows_three_mystery_books_in_the_only_three_list_items()
    {
        await using var shop = await Shop.OpenAsync();

        var html = await shop.Http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("<title>Online Books For You</title>", html, StringComparison.Ordinal);
        Assert.Contains("<h1>Mystery books you may like</h1>", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("<li>").Length);
        var titles = new HtmlParser().ParseDocument(html).QuerySelectorAll("li span").Select(item => item.TextContent);
        Assert.Equal(shop.Catalogue.Books.Select(book => book.Title), titles);
    }

    [Fact]
    public async Task Without_recommendations_the_home_page_still_answers_and_says_what_is_missing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.RecommendationService.StopAsync();

        var page = await shop.Http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(
            "Recommendations are missing at the moment.",
            await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }
}
