using System.Net;
using System.Net.Http.Json;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.WholeApp;

[Collection(SharedShop.Name)]
public sealed class OutageTests(SharedShop shared)
{
    [Fact]
    public async Task When_PostgreSQL_stops_the_pages_say_so_and_recover_by_themselves()
    {
        using var http = shared.Shop.CreateHttpClient();

        await shared.Shop.StopAsync("postgres");
        try
        {
            // A visitor who has not ordered yet has no orders to miss.
            using var orders = await http.GetAsync($"/orders/{Guid.CreateVersion7()}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, orders.StatusCode);
            Assert.Contains("Orders are missing at the moment.", await BodyAsync(orders), StringComparison.Ordinal);
            using var order = await OrderAsync(http, "Ordered in vain");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, order.StatusCode);
        }
        finally
        {
            await shared.Shop.StartAsync("postgres");
        }

        await Eventually.TrueAsync(async () => await StatusAsync(http, $"/orders/{Guid.CreateVersion7()}") is HttpStatusCode.NotFound, "the orders' pages are back");
        using var again = await OrderAsync(http, "Ordered after the outage");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task Without_recommendations_the_shop_still_sells_and_says_what_is_missing()
    {
        using var http = shared.Shop.CreateHttpClient();

        await shared.Shop.StopAsync("recommendations");
        try
        {
            using var home = await http.GetAsync("/", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, home.StatusCode);
            Assert.Contains("Recommendations are missing at the moment.", await BodyAsync(home), StringComparison.Ordinal);
            using var order = await OrderAsync(http, "Sold without advice");
            Assert.Equal(HttpStatusCode.Created, order.StatusCode);
        }
        finally
        {
            await shared.Shop.StartAsync("recommendations");
        }

        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync("/", TestContext.Current.CancellationToken)).Split("<li>").Length is 4, "three recommendations are back");
    }

    [Fact]
    public async Task Without_the_catalogue_the_shop_says_so_and_goes_on_recommending_and_selling()
    {
        using var http = shared.Shop.CreateHttpClient();

        await shared.Shop.StopAsync("catalogue");
        try
        {
            var home = await http.GetStringAsync("/", TestContext.Current.CancellationToken);
            Assert.Contains("The catalogue is missing at the moment.", home, StringComparison.Ordinal);
            Assert.Equal(4, home.Split("<li>").Length);
            using var books = await http.GetAsync("/books", TestContext.Current.CancellationToken);
            // The AppHost's proxy may take a connection for a service that has stopped: the call ends at its deadline then.
            Assert.True(books.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, $"{books.StatusCode}");
            using var order = await OrderAsync(http, "Sold without a catalogue");
            Assert.Equal(HttpStatusCode.Created, order.StatusCode);
        }
        finally
        {
            await shared.Shop.StartAsync("catalogue");
        }

        await Eventually.TrueAsync(async () => await StatusAsync(http, "/books") is HttpStatusCode.OK, "the catalogue is back");
    }

    private static Task<HttpResponseMessage> OrderAsync(HttpClient http, string name) =>
        http.PostAsJsonAsync("/order", new { name }, TestContext.Current.CancellationToken);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string address)
    {
        using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static Task<string> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
