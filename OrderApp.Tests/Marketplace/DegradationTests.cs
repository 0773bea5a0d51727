using System.Diagnostics;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

public sealed class DegradationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The deadline of a page's reads, and a machine's time for the page itself.
    private static readonly TimeSpan Hung = TimeSpan.FromSeconds(2.5);

    private static readonly (string Address, string Service, string Missing)[] Pages =
    [
        ("/", "recommendations", "Recommendations are missing at the moment."),
        ("/", "catalogue", "The catalogue is missing at the moment."),
        ("/catalogue", "catalogue", "The catalogue is missing at the moment."),
        ("/catalogue/1", "catalogue", "The catalogue is missing at the moment."),
        ("/orders", "orderservice", "Orders are missing at the moment."),
        ("/orders/0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b", "orderservice", "Orders are missing at the moment."),
        ("/routes", "routeguide", "The map is missing at the moment."),
        ("/status", "orderservice", "Orders can neither be made nor seen."),
        ("/status", "catalogue", "The catalogue is not shown. Orders go on."),
        ("/status", "recommendations", "Recommendations are not shown. Orders go on."),
        ("/status", "inventory", "The stock is not known. Orders go on."),
        ("/status", "reviews", "Reviews are not shown. Orders go on."),
        ("/status", "transactions", "Nothing can be paid for or paid back."),
        ("/status", "routeguide", "The map of routes is empty."),
        ("/status", "userservice", "Nobody is greeted, and nobody can sign in. Who has signed in stays so."),
    ];

    [Theory]
    [InlineData("orderservice")]
    [InlineData("catalogue")]
    [InlineData("recommendations")]
    [InlineData("inventory")]
    [InlineData("reviews")]
    [InlineData("routeguide")]
    [InlineData("transactions")]
    [InlineData("userservice")]
    public async Task While_a_service_is_stopped_every_page_answers_within_a_second_and_says_what_is_missing(string service)
    {
        await using var shop = await Shop.OpenAsync();
        await VisitAsync(shop, "");
        await ServiceOf(shop, service).StopAsync();

        var times = await VisitAsync(shop, service);

        Assert.All(times, visit => Assert.True(visit.Took < Second, $"{visit.Address} took {visit.Took}"));
    }

    [Theory]
    [InlineData("orderservice")]
    [InlineData("catalogue")]
    [InlineData("recommendations")]
    [InlineData("inventory")]
    [InlineData("reviews")]
    [InlineData("routeguide")]
    [InlineData("transactions")]
    [InlineData("userservice")]
    public async Task While_a_service_hangs_every_page_answers_in_about_a_second_and_says_what_is_missing(string service)
    {
        await using var shop = await Shop.OpenAsync(("Web:PageDeadline", "00:00:01"));
        ServiceOf(shop, service).Hang();

        var times = await VisitAsync(shop, service);

        Assert.All(times, visit => Assert.True(visit.Took < Hung, $"{visit.Address} took {visit.Took}"));
    }

    [Theory]
    [InlineData("catalogue", "/books", "/recommendations?category=mystery")]
    [InlineData("recommendations", "/recommendations?category=mystery", "/books")]
    public async Task Of_the_catalogue_and_the_recommendations_one_answers_over_HTTP_and_gRPC_while_the_other_is_away(
        string service, string away, string there)
    {
        await using var shop = await Shop.OpenAsync();
        await ServiceOf(shop, service).StopAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(shop, away));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(shop, there));
        var catalogue = await CodeAsync(new Catalogue.CatalogueClient(shop.Marketplace.Channel).GetBookAsync(new() { Id = 1 }));
        var recommendations = await CodeAsync(new Recommendations.RecommendationsClient(shop.Marketplace.Channel).RecommendAsync(new()));
        Assert.Equal(service == "catalogue" ? (StatusCode.Unavailable, StatusCode.OK) : (StatusCode.OK, StatusCode.Unavailable), (catalogue, recommendations));
    }

    private static async Task<HttpStatusCode> StatusAsync(Shop shop, string address)
    {
        using var answer = await shop.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<StatusCode> CodeAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
        return StatusCode.OK;
    }

    private static FakeService ServiceOf(Shop shop, string name) => name switch
    {
        "orderservice" => shop.OrderService,
        "catalogue" => shop.CatalogueService,
        "recommendations" => shop.RecommendationService,
        "inventory" => shop.InventoryService,
        "reviews" => shop.ReviewService,
        "routeguide" => shop.RouteService,
        "transactions" => shop.TransactionService,
        _ => shop.UserService,
    };

    // Each page says what it misses of the service that is away, and nothing of those that are there.
    private static async Task<List<(string Address, TimeSpan Took)>> VisitAsync(Shop shop, string away)
    {
        var times = new List<(string, TimeSpan)>();
        foreach (var page in Pages.GroupBy(page => page.Address))
        {
            var watch = Stopwatch.StartNew();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(page.Key, UriKind.Relative));
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            times.Add((page.Key, watch.Elapsed));

            var text = new HtmlParser().ParseDocument(html).QuerySelector("main")!.Text();
            Assert.All(page, part => Assert.Equal(part.Service == away, text.Contains(part.Missing, StringComparison.Ordinal)));
        }

        return times;
    }
}
