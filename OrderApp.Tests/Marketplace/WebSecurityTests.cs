using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

public sealed class WebSecurityTests(PostgresServer postgres)
{
    private const string Admin = "https://admin.example";

    [Fact]
    public async Task Without_a_setting_no_other_origin_may_read_the_api()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await AskFromAsync(shop, HttpMethod.Get, Admin);
        using var preflight = await AskFromAsync(shop, HttpMethod.Options, Admin);

        Assert.DoesNotContain(answer.Headers.Concat(preflight.Headers), header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_allowed_origin_may_read_and_change_and_others_may_not()
    {
        await using var shop = await Shop.OpenAsync(("Web:CorsOrigins:0", Admin));

        using var allowed = await AskFromAsync(shop, HttpMethod.Get, Admin);
        using var preflight = await AskFromAsync(shop, HttpMethod.Options, Admin);
        using var other = await AskFromAsync(shop, HttpMethod.Get, "https://other.example");

        Assert.Equal(Admin, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("ETag", string.Join(',', allowed.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.Contains("PATCH", string.Join(',', preflight.Headers.GetValues("Access-Control-Allow-Methods")), StringComparison.Ordinal);
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
        foreach (var answer in new[] { allowed, preflight, other })
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("admin.example")]
    [InlineData("https://admin.example/")]
    public async Task An_origin_that_is_none_or_any_keeps_the_shop_closed(string origin)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Shop.OpenAsync(("Web:CorsOrigins:0", origin)));

        Assert.Contains("Web:CorsOrigins must be origins", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // in chunks: nothing tells the size beforehand
    public async Task A_body_beyond_the_limit_is_refused_with_problem_details(bool chunked)
    {
        await using var shop = await Shop.OpenAsync(("Web:MaxBodyBytes", "2048"));
        using var body = new StringContent($$"""{"name":"{{new string('x', 4096)}}"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/order", UriKind.Relative)) { Content = body };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(413, (int?)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["status"]);
        Assert.Empty(shop.Orders.All);
    }

    [Fact]
    public async Task A_form_that_was_opened_before_a_restart_is_taken_after_it_when_the_keys_are_kept()
    {
        var (kept, other) = (await postgres.CreateDatabaseAsync("web"), await postgres.CreateDatabaseAsync("web"));
        await using var before = await Shop.OpenAsync(("ConnectionStrings:webdb", kept));
        using var browser = new PlainBrowser(before.Marketplace.HttpAddress);
        var form = (await browser.OpenAsync("/catalogue/1")).QuerySelector<IHtmlFormElement>("form.add-form")!;

        await using var stranger = await Shop.OpenAsync(("ConnectionStrings:webdb", other));
        browser.Shop = stranger.Marketplace.HttpAddress;
        using var refused = await browser.SendAsync(form);
        await using var after = await Shop.OpenAsync(("ConnectionStrings:webdb", kept));
        browser.Shop = after.Marketplace.HttpAddress;
        using var taken = await browser.SendAsync(form);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.Equal(1, Assert.IsType<AddItemRequest>(after.Cart.LastChange).BookId);
        Assert.Null(stranger.Cart.LastChange);
    }

    private static async Task<HttpResponseMessage> AskFromAsync(Shop shop, HttpMethod method, string origin)
    {
        using var request = new HttpRequestMessage(method, new Uri("/order", UriKind.Relative));
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
            request.Headers.Add("Access-Control-Request-Method", "PATCH");
        return await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
