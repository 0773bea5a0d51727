using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OrderApp.Tests.Marketplace;

public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task The_description_names_every_address_with_its_errors_and_examples()
    {
        await using var shop = await Shop.OpenAsync();

        var document = await Get(shop, "/openapi/v1.json");

        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        var paths = document["paths"]!.AsObject();
        Assert.Equal(
            [
                "/audit", "/books", "/books/{id}", "/books/{id}/review", "/books/{id}/reviews", "/cart", "/cart/items", "/cart/items/{id}", "/cart/merge", "/checkout", "/checkouts", "/checkouts/{id}", "/checkouts/{id}/retry",
                "/features", "/order", "/order/events", "/order/export", "/order/{uuid}", "/order/{uuid}/cancel", "/order/{uuid}/deliver", "/order/{uuid}/events",
                "/order/{uuid}/ship", "/promotion", "/ratings", "/recommendations", "/reviews", "/reviews/{id}",
                "/reviews/{id}/hide", "/reviews/{id}/show", "/routes/summary", "/stock", "/stock/ledger", "/stock/{id}/adjustments", "/transactions",
                "/transactions/{id}", "/transactions/{id}/refunds",
            ],
            paths.Select(path => path.Key).Order(StringComparer.Ordinal));
        var create = paths["/order"]!["post"]!;
        Assert.Superset(
            new HashSet<string> { "201", "400", "413", "415", "422", "429", "503", "504" },
            create["responses"]!.AsObject().Select(answer => answer.Key).ToHashSet());
        var buy = paths["/checkout"]!["post"]!;
        Assert.Superset(
            new HashSet<string> { "201", "202", "400", "409", "413", "415", "422", "429", "503", "504" },
            buy["responses"]!.AsObject().Select(answer => answer.Key).ToHashSet());
        // What it takes must not stand in an address.
        Assert.Equal(["Idempotency-Key"], buy["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]));
        Assert.NotNull(create["requestBody"]!["content"]!["application/json"]!["example"]!["name"]);
        Assert.NotNull(document["components"]!["schemas"]!["Order"]!["properties"]!["createTime"]);
    }

    [Fact]
    public async Task The_api_browser_is_served_from_here()
    {
        await using var shop = await Shop.OpenAsync();

        var page = await shop.Http.GetStringAsync(Path("/docs/index.html"), TestContext.Current.CancellationToken);

        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_and_recommendations_are_answered_as_json()
    {
        await using var shop = await Shop.OpenAsync();

        var found = await Get(shop, "/books?query=falcon");
        var picks = await Get(shop, "/recommendations?category=mystery&max_results=2");

        Assert.Equal("The Maltese Falcon", (string?)found["books"]![0]!["title"]);
        Assert.Equal(2, picks["recommendations"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_export_holds_every_order_on_a_line_of_its_own()
    {
        await using var shop = await Shop.OpenAsync();
        foreach (var name in new[] { "One", "Two", "Three" })
            await shop.Http.PostAsync(Path($"/order?name={name}"), null, TestContext.Current.CancellationToken);

        var lines = (await shop.Http.GetStringAsync(Path("/order/export"), TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');

        Assert.Equal(["Three", "Two", "One"], lines.Select(line => (string?)JsonNode.Parse(line)!["name"]));
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_when_to_come_again()
    {
        await using var shop = await Shop.OpenAsync(("Web:RequestsPerSecond", "1"), ("Web:RequestBurst", "2"));
        var answers = new List<HttpResponseMessage>();
        for (var request = 0; request < 4; request++)
            answers.Add(await shop.Http.GetAsync(Path("/order"), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, answers[0].StatusCode);
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_change_on_behalf_of_another_site_is_refused()
    {
        await using var shop = await Shop.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path("/order?name=Dune"));
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        var answer = await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(shop.Orders.All);
    }

    private static async Task<JsonNode> Get(Shop shop, string address) =>
        await shop.Http.GetFromJsonAsync<JsonNode>(Path(address), TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("no body");

    private static Uri Path(string address) => new(address, UriKind.Relative);
}
