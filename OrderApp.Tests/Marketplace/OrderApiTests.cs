using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Tests.Marketplace;

public sealed class OrderApiTests
{
    private static readonly string Unknown = Guid.CreateVersion7().ToString();

    [Fact]
    public async Task An_order_made_from_the_query_string_is_answered_in_the_names_of_the_contract()
    {
        await using var shop = await Shop.OpenAsync();

        var answer = await Post(shop, "/order?name=Ender%27s+Game&completed=true&date=2026-11-20+11:36:31Z");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var body = await Body(answer);
        Assert.Equal("ORDER_NOTIFICATION_TYPE_ENUM_OK", (string?)body["notificationType"]);
        Assert.Equal("Ender's Game", (string?)body["order"]!["name"]);
        Assert.True((bool?)body["order"]!["completed"]);
        Assert.Equal($"/order/{body["order"]!["uuid"]}", answer.Headers.Location?.ToString());
        Assert.Equal("2026-11-20 11:36:31Z", shop.Orders.LastCreate!.Date);
    }

    [Fact]
    public async Task An_order_made_from_a_json_body_prints_its_defaults()
    {
        await using var shop = await Shop.OpenAsync();

        var answer = await Post(shop, "/order", """{"name":"Dune","bookId":7,"user_id":3}""");

        Assert.False((bool?)(await Body(answer))["order"]!["completed"]);
        Assert.Equal((7, 3), (shop.Orders.LastCreate!.BookId, shop.Orders.LastCreate.UserId));
    }

    [Theory]
    [InlineData("""{"name":1}""", "name: must be a text")]
    [InlineData("""{"name":"x","completed":"perhaps"}""", "completed: must be true or false")]
    [InlineData("""{"name":"x","bookId":"seven"}""", "bookId: must be a whole number")]
    [InlineData("""{"nme":"x"}""", "nme: there is no such field")]
    [InlineData("""{"name":""}""", "name: must not be empty")]
    [InlineData("""["name"]""", "The body must be a JSON object.")]
    [InlineData("""{"name":""", "The body is not JSON")]
    public async Task A_body_that_cannot_be_an_order_is_refused_by_the_name_of_its_field(string body, string detail)
    {
        await using var shop = await Shop.OpenAsync();

        var answer = await Post(shop, "/order", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(detail, (string?)(await Body(answer))["detail"], StringComparison.Ordinal);
        Assert.Empty(shop.Orders.All);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        await using var shop = await Shop.OpenAsync();
        using var text = new StringContent("name=Dune", Encoding.UTF8, "text/plain");

        var answer = await shop.Http.PostAsync(Path("/order"), text, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_order_and_says_that_it_was_replayed()
    {
        await using var shop = await Shop.OpenAsync();

        var first = await Post(shop, "/order?name=Dune", null, ("Idempotency-Key", "key-1"));
        var again = await Post(shop, "/order?name=Dune", null, ("Idempotency-Key", "key-1"));
        var other = await Post(shop, "/order?name=Emma", null, ("Idempotency-Key", "key-1"));

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.False(first.Headers.Contains("idempotent-replayed"));
        Assert.Equal("true", again.Headers.GetValues("idempotent-replayed").Single());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Single(shop.Orders.All);
    }

    [Fact]
    public async Task A_patch_changes_only_the_fields_that_it_sends()
    {
        await using var shop = await Shop.OpenAsync();
        var address = (await Post(shop, "/order?name=Dune")).Headers.Location!;

        await Send(shop, HttpMethod.Patch, $"{address}?completed=true");
        var answer = await Send(shop, HttpMethod.Patch, address.ToString(), """{"name":"Dune Messiah"}""");

        var order = (await Body(answer))["order"]!;
        Assert.Equal("Dune Messiah", (string?)order["name"]);
        Assert.True((bool?)order["completed"]);
        Assert.Equal(["name"], shop.Orders.LastUpdate!.UpdateMask.Paths);
    }

    [Fact]
    public async Task A_stale_etag_loses_nobodys_change()
    {
        await using var shop = await Shop.OpenAsync();
        var made = await Post(shop, "/order?name=Dune");
        var address = made.Headers.Location!.ToString();
        var read = made.Headers.ETag!.ToString();

        var first = await Send(shop, HttpMethod.Patch, $"{address}?name=First", null, ("If-Match", read));
        var second = await Send(shop, HttpMethod.Patch, $"{address}?name=Second", null, ("If-Match", read));
        var removal = await Send(shop, HttpMethod.Delete, address, null, ("If-Match", read));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, removal.StatusCode);
        Assert.Equal("First", Assert.Single(shop.Orders.All).Name);
    }

    [Fact]
    public async Task A_known_etag_is_answered_without_a_body()
    {
        await using var shop = await Shop.OpenAsync();
        var made = await Post(shop, "/order?name=Dune");

        var again = await Send(
            shop, HttpMethod.Get, made.Headers.Location!.ToString(), null, ("If-None-Match", made.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_deleted_order_is_gone_and_deleting_it_again_finds_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        var address = (await Post(shop, "/order?name=Dune")).Headers.Location!.ToString();

        Assert.Equal(HttpStatusCode.NoContent, (await Send(shop, HttpMethod.Delete, address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(shop, HttpMethod.Get, address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(shop, HttpMethod.Delete, address)).StatusCode);
    }

    [Fact]
    public async Task Orders_are_listed_page_by_page()
    {
        await using var shop = await Shop.OpenAsync();
        foreach (var name in new[] { "One", "Two", "Three" })
            await Post(shop, $"/order?name={name}");

        var first = await Body(await Send(shop, HttpMethod.Get, "/order?page_size=2"));
        var second = await Body(await Send(shop, HttpMethod.Get, $"/order?pageSize=2&pageToken={first["nextPageToken"]}"));

        var names = first["orders"]!.AsArray().Concat(second["orders"]!.AsArray()).Select(order => (string?)order!["name"]);
        Assert.Equal(["Three", "Two", "One"], names);
        Assert.Equal("", (string?)second["nextPageToken"]);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, HttpStatusCode.BadRequest, false)]
    [InlineData(StatusCode.NotFound, HttpStatusCode.NotFound, false)]
    [InlineData(StatusCode.Aborted, HttpStatusCode.PreconditionFailed, false)]
    [InlineData(StatusCode.AlreadyExists, HttpStatusCode.UnprocessableEntity, false)]
    [InlineData(StatusCode.ResourceExhausted, HttpStatusCode.TooManyRequests, true)]
    [InlineData(StatusCode.Unavailable, HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(StatusCode.DeadlineExceeded, HttpStatusCode.GatewayTimeout, false)]
    [InlineData(StatusCode.Internal, HttpStatusCode.InternalServerError, false)]
    public async Task Every_status_of_a_service_has_its_http_status_and_problem_details(StatusCode status, HttpStatusCode expected, bool mayRetry)
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Failure = new Status(status, "name: a reason");

        var answer = await Send(shop, HttpMethod.Get, $"/order/{Unknown}");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(mayRetry, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        var problem = await Body(answer);
        Assert.Equal((int)expected, (int?)problem["status"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]));
        Assert.Matches("^[A-Z]+(_[A-Z]+)*$", (string?)problem["reason"]);
        Assert.Null(problem["errors"]);
    }

    [Fact]
    public async Task A_problem_names_its_reason_and_the_fields_that_are_wrong()
    {
        await using var shop = await Shop.OpenAsync();

        var field = await Body(await Post(shop, "/order", """{"name": 5}"""));
        var missing = await Body(await Send(shop, HttpMethod.Get, "/there/is/no/such/page"));

        Assert.Equal("INVALID_FIELD", (string?)field["reason"]);
        Assert.Equal((string?)field["detail"], $"name: {(string?)field["errors"]!["name"]![0]}");
        Assert.Equal("NOT_FOUND", (string?)missing["reason"]);
    }

    [Fact]
    public async Task A_services_reason_and_fields_reach_the_api_client()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Refusal = GrpcErrors.InvalidArgument("date", "is not a date");

        var problem = await Body(await Post(shop, "/order", """{"name": "Dune", "date": "soon"}"""));

        Assert.Equal("INVALID_FIELD", (string?)problem["reason"]);
        Assert.Equal("is not a date", (string?)problem["errors"]!["date"]![0]);
    }

    [Fact]
    public async Task A_service_that_is_away_is_told_at_once_and_without_its_address()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.OrderService.StopAsync();

        var answer = await Post(shop, "/order?name=Dune").WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Post(Shop shop, string address, string? json = null, params (string, string)[] headers) =>
        Send(shop, HttpMethod.Post, address, json, headers);

    private static async Task<HttpResponseMessage> Send(
        Shop shop, HttpMethod method, string address, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, Path(address));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> Body(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("no body");

    private static Uri Path(string address) => new(address, UriKind.Relative);
}
