using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.Marketplace;

/// <summary>OpenID Connect at the marketplace's address.</summary>
public sealed class ConnectTests(PostgresServer postgres)
{
    [Fact]
    public async Task The_token_server_is_found_under_the_address_that_was_asked()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);

        var found = await shop.Shop.Http.GetFromJsonAsync<JsonNode>(new Uri("/.well-known/openid-configuration", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(AccountsHost.Issuer, (string?)found!["issuer"]);
        Assert.Equal(new Uri(shop.Shop.Marketplace.HttpAddress, "/connect/token").ToString(), (string?)found["token_endpoint"]);
        var keys = await shop.Shop.Http.GetFromJsonAsync<JsonNode>(new Uri((string)found["jwks_uri"]!), TestContext.Current.CancellationToken);
        Assert.NotEmpty(keys!["keys"]!.AsArray());
    }

    [Fact]
    public async Task The_api_browser_gets_a_token_by_the_sign_in_page_and_the_api_takes_it()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        var ada = await shop.JoinAsync("ada@example.com");
        using var browser = shop.Browser("ru");
        var back = $"{AccountsHost.Issuer}docs/oauth2-redirect.html";
        var verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var authorize = QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?>
        {
            ["response_type"] = "code", ["client_id"] = "swagger", ["redirect_uri"] = back, ["scope"] = "openid", ["state"] = "s",
            ["code_challenge"] = challenge, ["code_challenge_method"] = "S256",
        });

        using var toSignIn = await browser.AskAsync(HttpMethod.Get, authorize);
        using var signIn = await browser.AskAsync(HttpMethod.Get, toSignIn.Headers.Location!.ToString());
        var form = (await PlainBrowser.ReadAsync(signIn)).QuerySelector<IHtmlFormElement>("form")!;
        form.SetAttribute("action", toSignIn.Headers.Location!.ToString());
        using var entered = await browser.SendAsync(form, ("email", "ada@example.com"), ("password", ShopWithAccounts.Password));
        using var withCode = await browser.AskAsync(HttpMethod.Get, entered.Headers.Location!.ToString());
        var code = QueryHelpers.ParseQuery(withCode.Headers.Location!.Query)["code"].ToString();
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["client_id"] = "swagger", ["code"] = code, ["redirect_uri"] = back, ["code_verifier"] = verifier,
        });
        using var answer = await shop.Shop.Http.PostAsync(new Uri("/connect/token", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var token = (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["access_token"];
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/order", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", token);
        using var orders = await shop.Shop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        // Its form leads to the client's site, which our own pages' policy forbids.
        Assert.DoesNotContain("form-action", signIn.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("DENY", signIn.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("Вход", (await PlainBrowser.ReadAsync(signIn)).QuerySelector("h1")?.TextContent ?? "Вход");
        Assert.Equal(HttpStatusCode.OK, orders.StatusCode);
        Assert.Equal(ada, shop.Orders.LastCaller);
    }

    [Fact]
    public async Task What_is_passed_on_tells_address_and_scheme_and_keeps_our_cookies_here()
    {
        await using var echo = await EchoAsync();
        await using var shop = await Shop.OpenAsync(("services:userservice:http:0", echo.Urls.Single()));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/connect/anything", UriKind.Relative)) { Content = new FormUrlEncodedContent([new("a", "b")]) };
        request.Headers.Add("Cookie", "session=secret; guest=secret; orderapp-sign-in=theirs; .AspNetCore.Antiforgery.x1=theirs; language=c%3Dru%7Cuic%3Dru");
        request.Headers.Add("X-Forwarded-For", "6.6.6.6");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var seen = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;

        Assert.Equal("orderapp-sign-in=theirs; .AspNetCore.Antiforgery.x1=theirs", (string?)seen["cookie"]);
        Assert.Equal(shop.Marketplace.HttpAddress.Authority, (string?)seen["host"]);
        Assert.Equal("127.0.0.1", (string?)seen["for"]);
        Assert.Equal("http", (string?)seen["proto"]);
        Assert.Equal("ru", (string?)seen["language"]);
        Assert.Equal("a=b", (string?)seen["body"]);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task A_header_in_another_script_is_passed_on_as_it_came()
    {
        await using var echo = await EchoAsync();
        await using var shop = await Shop.OpenAsync(("services:userservice:http:0", echo.Urls.Single()));
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = shop.Marketplace.HttpAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/connect/anything", UriKind.Relative)) { Content = new FormUrlEncodedContent([new("a", "b")]) };
        request.Headers.TryAddWithoutValidation("X-Asked", "Толстой");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var seen = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal("Толстой", (string?)seen["asked"]);
    }

    [Fact]
    public async Task Methods_that_the_token_server_does_not_have_are_refused_here()
    {
        await using var echo = await EchoAsync();
        await using var shop = await Shop.OpenAsync(("services:userservice:http:0", echo.Urls.Single()));
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/connect/token", UriKind.Relative));

        using var answer = await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task While_the_user_service_is_away_the_token_server_is_too()
    {
        await using var shop = await Shop.OpenAsync(("services:userservice:http:0", "http://127.0.0.1:1/"));

        using var answer = await shop.Http.GetAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    private static async Task<WebApplication> EchoAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            await context.Response.WriteAsJsonAsync(new
            {
                cookie = headers.Cookie.ToString(), host = headers.Host.ToString(), @for = headers["X-Forwarded-For"].ToString(),
                proto = headers["X-Forwarded-Proto"].ToString(), language = headers.AcceptLanguage.ToString(), body = await body.ReadToEndAsync(),
                asked = headers["X-Asked"].ToString(),
            });
        });
        await app.StartAsync();
        return app;
    }
}
