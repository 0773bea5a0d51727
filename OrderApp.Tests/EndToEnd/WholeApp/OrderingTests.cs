using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Npgsql;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Protos;
using OrderApp.Tests.Marketplace;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

[Collection(SharedShop.Name)]
public sealed class OrderingTests(SharedShop shared)
{
    [Fact]
    public async Task A_recommended_book_ordered_on_its_page_is_read_back_over_gRPC_and_over_HTTP()
    {
        using var browser = new PlainBrowser(shared.Shop.Pages);
        var home = await browser.OpenAsync("/");
        var book = home.QuerySelector("li a")!;
        var page = await browser.OpenAsync(book.GetAttribute("href")!);

        using var answer = await browser.SendAsync(page.QuerySelector<IHtmlFormElement>("form.order-form")!);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var uuid = answer.Headers.Location!.ToString().Split('/', '?')[2];
        using var channel = shared.Shop.CreateChannel();
        var read = await new OrderService.OrderServiceClient(channel).ReadOrderAsync(
            new() { Uuid = uuid }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(book.QuerySelector("span")!.TextContent, read.Order.Name);
        using var http = shared.Shop.CreateHttpClient();
        var json = await http.GetFromJsonAsync<JsonElement>($"/order/{uuid}", TestContext.Current.CancellationToken);
        Assert.Equal(read.Order.Name, json.GetProperty("order").GetProperty("name").GetString());
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
}
