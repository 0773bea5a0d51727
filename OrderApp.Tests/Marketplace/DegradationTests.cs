using System.Diagnostics;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace OrderApp.Tests.Marketplace;

public sealed class DegradationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The deadline of a page's reads, and a machine's time for the page itself.
    private static readonly TimeSpan Hung = TimeSpan.FromSeconds(2.5);

    private static readonly (string Address, string Service, string Missing)[] Pages =
    [
        ("/", "recommendations", "Recommendations are missing at the moment."),
        ("/", "recommendations", "The catalogue is missing at the moment."),
        ("/catalogue", "recommendations", "The catalogue is missing at the moment."),
        ("/catalogue/1", "recommendations", "The catalogue is missing at the moment."),
        ("/orders", "orderservice", "Orders are missing at the moment."),
        ("/orders/0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b", "orderservice", "Orders are missing at the moment."),
        ("/routes", "routeguide", "The map is missing at the moment."),
        ("/status", "orderservice", "Orders can neither be made nor seen."),
        ("/status", "recommendations", "The catalogue and the recommendations are not shown. Orders go on."),
        ("/status", "routeguide", "The map of routes is empty."),
        ("/status", "userservice", "Greetings are not given."),
    ];

    [Theory]
    [InlineData("orderservice")]
    [InlineData("recommendations")]
    [InlineData("routeguide")]
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
    [InlineData("recommendations")]
    [InlineData("routeguide")]
    [InlineData("userservice")]
    public async Task While_a_service_hangs_every_page_answers_in_about_a_second_and_says_what_is_missing(string service)
    {
        await using var shop = await Shop.OpenAsync(("Web:PageDeadline", "00:00:01"));
        ServiceOf(shop, service).Hang();

        var times = await VisitAsync(shop, service);

        Assert.All(times, visit => Assert.True(visit.Took < Hung, $"{visit.Address} took {visit.Took}"));
    }

    private static FakeService ServiceOf(Shop shop, string name) => name switch
    {
        "orderservice" => shop.OrderService,
        "recommendations" => shop.BookService,
        "routeguide" => shop.RouteService,
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
