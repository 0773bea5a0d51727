using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>What the fuzzers have found, as requests that stand for themselves: they stay when the fuzzers change.</summary>
[Collection(nameof(FuzzSuite))]
public sealed class FoundByFuzzingTests(FuzzShop shop)
{
    public static TheoryData<string, byte[]> BrokenStreams => new()
    {
        { "a header cut off", [0, 0, 0] },
        { "a message cut off", RawGrpc.Frame([8, 1], 5) },
        { "flags that are none", RawGrpc.Frame([8, 1], 2, flags: 0x83) },
        { "compressed without saying how", RawGrpc.Frame([8, 1], 2, flags: 1) },
        { "longer than any message", RawGrpc.Frame([8, 1], 0x8000_0000) },
        { "no message", RawGrpc.Frame([0xFF, 0xFF, 0xFF]) },
        { "a field whose length is beyond every end", RawGrpc.Frame([0x2A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]) },
    };

    [Theory]
    [MemberData(nameof(BrokenStreams))]
    public async Task A_stream_of_what_are_no_messages_is_refused_as_the_callers_mistake(string what, byte[] body)
    {
        foreach (var target in shop.Targets.Where(target => target.Method.IsClientStreaming))
        {
            using var raw = new RawGrpc(target.Address);
            var status = await raw.CallAsync(target.Path.TrimStart('/'), body, ("authorization", $"Bearer {shop.Secret}"));
            Assert.True(status.StatusCode is StatusCode.InvalidArgument or StatusCode.Unimplemented, $"{what} to {target}: {status}");
        }
    }

    [Theory]
    [InlineData("/order.OrderService/WatchOrders")]
    [InlineData("/order.OrderService/WatchOrders/")]
    [InlineData("/order.orderservice/watchorders")]
    public async Task Headers_of_a_stream_come_through_the_front_door_before_there_is_anything_to_tell_however_its_path_is_written(string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Marketplace.GrpcAddress, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(RawGrpc.Frame(new WatchOrdersRequest { Uuid = Guid.NewGuid().ToString() }.ToByteArray()))
            {
                Headers = { ContentType = new("application/grpc") },
            },
        };

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("grpc-status"), "the stream is open");
    }

    [Fact]
    public async Task gRPC_Web_is_refused_at_the_front_door_as_another_protocol()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Marketplace.GrpcAddress, "/order.OrderService/ListOrders"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(RawGrpc.Frame([])) { Headers = { ContentType = new("application/grpc-web-text") } },
        };

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("multipart/form-data", "x", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "language=ru", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", "language=ru&back=%2F%0A", HttpStatusCode.Redirect)]
    [InlineData("application/x-www-form-urlencoded", "language=ru&back=%2F%E2%80%AE%D0%96", HttpStatusCode.Redirect)]
    public async Task A_form_that_cannot_be_read_is_refused_and_a_way_back_that_is_none_leads_home(string type, string body, HttpStatusCode status)
    {
        foreach (var accept in new[] { "text/html", "*/*" })
        {
            var answer = await SendAsync("POST", "/language", accept, type, body);
            Assert.Equal(((int)status, accept), (answer.Status, accept));
        }
    }

    [Fact]
    public async Task A_form_of_more_fields_than_anybody_fills_in_is_refused()
    {
        var body = string.Join('&', Enumerable.Range(0, 1100).Select(number => $"f{number}="));

        foreach (var address in new[] { "/language", "/routes/chat", "/orders?handler=create", "/shopping-cart?handler=add" })
            Assert.Equal(400, (await SendAsync("POST", address, "text/html", "application/x-www-form-urlencoded", body)).Status);
    }

    [Theory]
    [InlineData("PUT", "/orders")]
    [InlineData("POST", "/orders?handler=nothing")]
    [InlineData("PATCH", "/catalogue/1")]
    [InlineData("DELETE", "/")]
    public async Task What_a_page_has_no_handler_for_is_refused(string method, string address)
    {
        var answer = await SendAsync(method, address, "text/html", null, "");

        Assert.Contains(answer.Status, new[] { 400, 405 });
    }

    [Fact]
    public async Task A_refusal_through_the_front_door_is_the_services_own_however_early_it_comes()
    {
        using var raw = new RawGrpc(shop.Marketplace.GrpcAddress);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var status = await raw.CallAsync("routeguide.RouteGuide/ListFeatures", RawGrpc.Frame([0x0A, 0x03, 0x10, 0x0A, 0x03, 0x10, 0x42, 0x03, 0xED, 0xA0, 0x80]));
            Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        }
    }

    [Fact]
    public async Task A_number_of_ratings_that_the_database_cannot_reckon_with_is_refused_and_the_other_books_are_taken()
    {
        using var import = new Protos.Catalogue.CatalogueClient(shop.Marketplace.Channel).ImportBooks(
            ShopAccounts.Bearer(shop.Secret), cancellationToken: TestContext.Current.CancellationToken);
        foreach (var (id, ratings) in new[] { ("many", int.MaxValue), ("some", 10) })
        {
            await import.RequestStream.WriteAsync(
                new() { Source = "found", SourceId = id, Book = new() { Title = id, RatingsCount = ratings, AverageRating = 5 } }, TestContext.Current.CancellationToken);
        }

        await import.RequestStream.CompleteAsync();

        var report = await import;
        Assert.Equal((1, 1), (report.Refused, report.Created + report.Unchanged));
        Assert.StartsWith("ratings_count: ", Assert.Single(report.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunk_longer_than_any_number_is_refused()
    {
        var head = "POST /order HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n";
        using var http = new RawHttp(shop.Marketplace.HttpAddress);

        Assert.Equal(400, (await http.SendAsync(new("POST", Encoding.ASCII.GetBytes(head), IsFramed: false))).Status);
    }

    [Theory]
    [InlineData("DELETE", "/order/x")]
    [InlineData("PATCH", "/order/x")]
    public async Task A_browser_is_told_of_a_change_that_failed_with_its_status(string method, string address) =>
        Assert.Equal(400, (await SendAsync(method, address, "text/html", "application/json", "{}")).Status);

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/grpc")]
    public async Task What_is_not_there_is_not_found_for_those_who_take_no_json_too(string accept)
    {
        var answer = await SendAsync("GET", $"/order/{Guid.NewGuid()}", accept, null, "");

        Assert.Equal((404, ""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("/error?status=500")]
    [InlineData("/error?status=200")]
    [InlineData("/error?status=-1")]
    public async Task Nobody_chooses_the_status_of_the_error_page(string address) =>
        Assert.Equal(404, (await SendAsync("GET", address, "text/html", null, "")).Status);

    [Fact]
    public async Task A_chat_message_whose_form_has_no_valid_token_is_refused_with_a_page_of_ours()
    {
        var answer = await SendAsync("POST", "/routes/chat", "text/html", "application/x-www-form-urlencoded", "place=1,1&message=x&__RequestVerificationToken=x");

        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D })] // {"\xFF":1}
    [InlineData(new byte[] { 0x7B, 0x22, 0x5C, 0x75, 0x64, 0x38, 0x30, 0x30, 0x22, 0x3A, 0x31, 0x7D })] // {"\ud800":1}
    [InlineData(new byte[] { 0x7B, 0x22, 0x6E, 0x61, 0x6D, 0x65, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D })] // {"name":"\xFF"}
    public async Task Json_whose_names_or_values_are_no_text_is_refused(byte[] body)
    {
        foreach (var address in new[] { "/order", "/routes/summary" })
        {
            using var http = new RawHttp(shop.Marketplace.HttpAddress);
            var answer = await http.SendAsync(HttpCase.Of("POST", address, [("Content-Type", "application/json")], body, chunked: false));
            Assert.True(answer.Status == 400, $"{address}: {answer.Status} {answer.Body}");
        }
    }

    // Cases of the fuzzers themselves that once failed, by their seeds.
    [Theory]
    [InlineData("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", 18, 30, 122, 143, 382)]
    [InlineData("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", 19, 40, 92, 159, 196, 231, 291, 331, 404)]
    [InlineData("/routeguide.RouteGuide/RecordRoute", 362)]
    [InlineData("/catalogue.Catalogue/ImportBooks", 400)]
    [InlineData("/order.OrderService/UpdateOrder", 667)]
    public async Task A_call_that_was_once_answered_wrongly_is_answered_well(string path, params int[] seeds)
    {
        using var sender = new RpcSender();
        foreach (var target in shop.Targets.Where(target => target.Path == path))
        {
            foreach (var seed in seeds)
            {
                var sent = RpcCase.Of(target, shop.Known, seed);
                Assert.Null(Verdict.Of(target, sent, await sender.SendAsync(target, sent, shop.Secret)));
            }
        }
    }

    private async Task<HttpAnswer> SendAsync(string method, string address, string accept, string? type, string body)
    {
        using var http = new RawHttp(shop.Marketplace.HttpAddress);
        (string, string)[] headers = type is null ? [("Accept", accept)] : [("Accept", accept), ("Content-Type", type)];
        return await http.SendAsync(HttpCase.Of(method, address, headers, Encoding.UTF8.GetBytes(body), chunked: false));
    }
}
