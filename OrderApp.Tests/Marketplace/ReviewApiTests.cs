using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>Reviews and ratings as JSON.</summary>
public sealed class ReviewApiTests
{
    public static TheoryData<string, string, string?, string> Calls() => new()
    {
        { "GET", "/books/7/reviews?page_size=3&show_hidden=true", null, new ListReviewsRequest { BookId = 7, PageSize = 3, ShowHidden = true }.ToString() },
        { "GET", "/reviews?page_token=t", null, new ListReviewsRequest { PageToken = "t" }.ToString() },
        { "GET", "/books/7/review", null, new GetMyReviewRequest { BookId = 7 }.ToString() },
        { "PUT", "/books/7/review", """{"rating":4,"text":"Good"}""", new PutReviewRequest { BookId = 7, Rating = 4, Text = "Good", RequestId = "k" }.ToString() },
        { "DELETE", "/reviews/r", null, new DeleteReviewRequest { ReviewId = "r", RequestId = "k" }.ToString() },
        { "POST", "/reviews/r/hide", """{"reason":"spam"}""", new HideReviewRequest { ReviewId = "r", Reason = "spam", RequestId = "k" }.ToString() },
        { "POST", "/reviews/r/show", null, new ShowReviewRequest { ReviewId = "r", RequestId = "k" }.ToString() },
        { "GET", "/ratings?book_ids=1,2", null, new GetRatingsRequest { BookIds = { 1, 2 } }.ToString() },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_is_asked_over_http_is_asked_of_the_service_with_the_callers_token(string method, string address, string? json, string asked)
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var shop = await Shop.OpenAsync(tokens.Setting);
        shop.Reviews.Own = new() { ReviewId = "r", Hidden = true, HiddenReason = "spam" };
        var bearer = tokens.Customer(Guid.CreateVersion7()).GetValue("authorization")!;

        using var answer = await SendAsync(shop, new(method), address, json, ("Authorization", bearer), ("Idempotency-Key", "k"));

        Assert.Equal(method is "DELETE" ? HttpStatusCode.NoContent : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((asked, bearer), (shop.Reviews.Last!.ToString(), shop.Reviews.LastToken));
    }

    [Fact]
    public async Task Ratings_are_told_with_their_average_and_their_histogram()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Reviews.Histogram = [1, 0, 0, 0, 3];

        using var answer = await SendAsync(shop, HttpMethod.Get, "/ratings?book_ids=7");

        var ratings = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["ratings"]!.AsArray().Single()!;
        Assert.Equal((7, 4.0, 4), ((int)ratings["bookId"]!, (double)ratings["average"]!, (int)ratings["count"]!));
        Assert.Equal([1, 0, 0, 0, 3], ratings["histogram"]!.AsArray().Select(times => (int)times!));
    }

    [Theory]
    [InlineData("PUT", "/books/7/review", """{"book_id":8,"rating":1}""", "book_id: is not the one in the address")]
    [InlineData("GET", "/books/7/reviews?book_id=8", null, "book_id: is not the one in the address")]
    [InlineData("POST", "/reviews/r/hide", """{"review_id":"s","reason":"spam"}""", "review_id: is not the one in the address")]
    public async Task What_contradicts_the_address_is_refused_and_no_service_is_asked(string method, string address, string? json, string detail)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await SendAsync(shop, new(method), address, json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        Assert.StartsWith(detail, (string?)problem!["detail"], StringComparison.Ordinal);
        Assert.Null(shop.Reviews.Last);
    }

    [Fact]
    public async Task While_reviews_are_away_they_are_503_and_books_and_orders_go_on()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ReviewService.StopAsync();

        foreach (var (address, status) in new[]
        {
            ("/ratings?book_ids=1", HttpStatusCode.ServiceUnavailable), ("/books/1/reviews", HttpStatusCode.ServiceUnavailable),
            ("/books/1", HttpStatusCode.OK), ("/cart?cart_id=c", HttpStatusCode.OK), ("/order", HttpStatusCode.OK),
        })
        {
            using var answer = await SendAsync(shop, HttpMethod.Get, address);
            Assert.Equal((address, status), (address, answer.StatusCode));
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Shop shop, HttpMethod method, string address, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
