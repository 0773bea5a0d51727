using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Npgsql;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Tests.Marketplace;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

[Collection(SharedShop.Name)]
public sealed class OrderingTests(SharedShop shared)
{
    [Fact]
    public async Task A_recommended_book_is_bought_by_a_guest_and_its_stock_goes_down()
    {
        using var browser = new PlainBrowser(shared.Shop.Pages);
        var home = await browser.OpenAsync("/");
        var book = home.QuerySelector("li a")!;
        var page = await browser.OpenAsync(book.GetAttribute("href")!);

        using var http = shared.Shop.CreateHttpClient();
        var id = book.GetAttribute("href")!.Split('/')[^1];
        var before = await AvailableAsync(http, id);

        // The marketplace opens without waiting for the cart. Sent again, the form adds nothing twice.
        await Eventually.TrueAsync(
            async () =>
            {
                using var added = await browser.SendAsync(page.QuerySelector<IHtmlFormElement>("form.add-form")!);
                return added.StatusCode is HttpStatusCode.Redirect;
            },
            "the cart takes the book");
        using var paid = await browser.SendAsync(
            "/shopping-cart/checkout", "checkout", ("payment", "sandbox-ok"), ("email", "guest@example.com"), ("name", "Ada"), ("line1", "Main Street 1"),
            ("city", "London"), ("country", "GB"));
        Assert.Equal(HttpStatusCode.Redirect, paid.StatusCode);
        IHtmlDocument result = null!;
        await Eventually.TrueAsync(
            async () => (result = await browser.OpenAsync(paid.Headers.Location!.ToString())).QuerySelector("h1")!.TextContent == "Thank you!", "the book is bought");

        var order = await browser.OpenAsync(result.QuerySelector("a[href^='/orders/']")!.GetAttribute("href")!);
        Assert.Contains("Paid", order.QuerySelector("#order-state")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(book.QuerySelector("span")!.TextContent, order.QuerySelector("table.lines tbody a")!.TextContent);
        Assert.Equal(before - 1, await AvailableAsync(http, id));
    }

    [Fact]
    public async Task The_status_page_finds_every_service_and_the_keys_of_forms_are_kept()
    {
        using var browser = new PlainBrowser(shared.Shop.Pages);

        var services = FrontDoorMap.Contracts.Count;
        // The marketplace opens without waiting for those it can do without.
        await Eventually.TrueAsync(
            async () => (await browser.OpenAsync("/status")).QuerySelectorAll("td .state.done").Length == services, "every service is told to serve");
        await browser.OpenAsync("/orders");

        await using var database = NpgsqlDataSource.Create(await shared.Shop.ConnectionStringAsync("webdb"));
        await using var keys = database.CreateCommand("SELECT count(*) FROM cookie_keys");
        Assert.Equal(1L, await keys.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_trace_spans_the_marketplace_the_order_service_and_the_database()
    {
        var traceId = ActivityTraceId.CreateRandom().ToString();
        var callerId = ActivitySpanId.CreateRandom().ToString();
        // Services that other tests run in this process have the instrumentation put a span of its own in the caller's place; this handler asks it nothing.
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = shared.Shop.Pages };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/order") { Content = JsonContent.Create(new { name = "The Trace" }) };
        request.Headers.Add("traceparent", $"00-{traceId}-{callerId}-01");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var path = await shared.Shop.Spans.WaitForPathAsync(traceId, callerId, "postgresql");
        Assert.Equal(["marketplace", "orderservice"], path.Select(span => span.Service).Distinct());
        Assert.Equal(new { Service = "marketplace", Name = "POST /order/" }, new { path[0].Service, path[0].Name });
        Assert.Contains(path, span => span is { Service: "marketplace", Name: "order.OrderService/CreateOrder" });
        Assert.Contains(path, span => span is { Service: "orderservice", Name: "order.OrderService/CreateOrder" });
    }

    private static async Task<int> AvailableAsync(HttpClient http, string id)
    {
        var stock = await http.GetFromJsonAsync<JsonElement>($"/stock?book_ids={id}", TestContext.Current.CancellationToken);
        return stock.GetProperty("stock")[0].GetProperty("available").GetInt32();
    }
}
