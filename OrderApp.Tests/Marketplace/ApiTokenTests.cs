using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>In whose name the JSON API and the front door ask.</summary>
public sealed class ApiTokenTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_bearer_token_is_passed_on()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var shop = await Shop.OpenAsync(tokens.Setting);
        var ada = Guid.CreateVersion7();

        using var made = await AskAsync(shop, HttpMethod.Post, "/order?name=Dune", tokens.Customer(ada));
        using var anonymous = await AskAsync(shop, HttpMethod.Post, "/order?name=Emma", []);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(HttpStatusCode.Created, anonymous.StatusCode);
        Assert.Equal([$"{ada}", ""], shop.Orders.All.OrderBy(order => order.Name, StringComparer.Ordinal).Select(order => order.CustomerId));
    }

    [Fact]
    public async Task A_token_that_is_not_valid_is_refused_with_a_challenge_wherever_it_is_sent()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var shop = await Shop.OpenAsync(tokens.Setting);

        foreach (var address in new[] { "/order", "/books", "/order/events" })
        {
            using var answer = await AskAsync(shop, HttpMethod.Get, address, new() { { "authorization", "Bearer wrong" } });
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
            Assert.Equal("TOKEN_INVALID", await ReasonAsync(answer));
        }
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated, "NOT_SIGNED_IN", HttpStatusCode.Unauthorized, "Bearer")]
    [InlineData(StatusCode.PermissionDenied, "NOT_YOUR_ORDER", HttpStatusCode.Forbidden, "")]
    public async Task What_a_service_refuses_for_who_asks_is_401_or_403_with_its_reason(StatusCode code, string reason, HttpStatusCode expected, string challenge)
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Refusal = GrpcErrors.Make(code, reason, "no");

        using var answer = await AskAsync(shop, HttpMethod.Get, "/order", []);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(challenge, answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(reason, await ReasonAsync(answer));
    }

    [Fact]
    public async Task Of_the_session_the_api_takes_no_notice_but_the_pages_event_stream_does()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        var ada = await shop.JoinAsync("ada@example.com");
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, "ada@example.com");

        var callers = new Dictionary<string, string>();
        foreach (var (method, address) in new[] { (HttpMethod.Get, "/order"), (HttpMethod.Post, "/order?name=Dune"), (HttpMethod.Get, "/order/export"), (HttpMethod.Get, "/order/events") })
        {
            using var answer = await browser.AskAsync(method, address, "application/json");
            Assert.True(answer.IsSuccessStatusCode);
            callers[$"{method} {address}"] = shop.Orders.LastCaller;
        }

        Assert.Equal(["", "", "", ada], callers.Values);
    }

    [Fact]
    public async Task Tokens_of_calls_at_the_front_door_are_left_to_the_services()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var shop = await Shop.OpenAsync();
        var ada = Guid.CreateVersion7();

        // A marketplace without a token server would refuse every token.
        await new OrderService.OrderServiceClient(shop.Marketplace.Channel).CreateOrderAsync(
            new() { Name = "Dune" }, tokens.Customer(ada), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal($"{ada}", shop.Orders.LastCaller);
    }

    [Fact]
    public async Task The_description_says_how_to_sign_in_and_the_api_browser_does()
    {
        await using var shop = await Shop.OpenAsync();

        var document = await shop.Http.GetFromJsonAsync<JsonNode>(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var schemes = document!["components"]!["securitySchemes"]!;
        var script = await shop.Http.GetStringAsync(new Uri("/docs/index.js", UriKind.Relative), TestContext.Current.CancellationToken);
        using var back = await shop.Http.GetAsync(new Uri("/docs/oauth2-redirect.html", UriKind.Relative), TestContext.Current.CancellationToken);

        var flow = schemes["signIn"]!["flows"]!["authorizationCode"]!;
        Assert.Equal("/connect/authorize", (string?)flow["authorizationUrl"]);
        Assert.Equal("/connect/token", (string?)flow["tokenUrl"]);
        Assert.Equal("bearer", (string?)schemes["bearer"]!["scheme"]);
        Assert.Equal(3, document["security"]!.AsArray().Count);
        Assert.Contains("\"clientId\":\"swagger\"", script, StringComparison.Ordinal);
        Assert.Contains("\"usePkceWithAuthorizationCodeGrant\":true", script, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        // Our policy forbids inline code.
        Assert.DoesNotContain("<script>", await back.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> AskAsync(Shop shop, HttpMethod method, string address, Metadata headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return await shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["reason"];
    }
}
