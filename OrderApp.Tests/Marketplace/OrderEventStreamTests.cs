using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using OrderApp.Marketplace.FrontDoor;
using OrderApp.Tests.Orders;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>GET /order/events before the real order service.</summary>
public sealed class OrderEventStreamTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_reconnects_with_the_last_event_id_misses_nothing_and_gets_nothing_twice()
    {
        await using var orders = await OrderServiceHost.StartAsync(postgres);
        await using var marketplace = await OpenAsync(orders);
        using var first = await WatchAsync(marketplace, null);
        var creating = CreateAsync(orders, 0, 60);
        var seen = new List<SseItem<string>>();

        await TakeAsync(first, seen, 1);
        while (seen.Count < 60)
        {
            using var again = await WatchAsync(marketplace, seen[^1].EventId);
            await TakeAsync(again, seen, Math.Min(13, 60 - seen.Count));
        }

        Assert.Equal(await creating, seen.Select(change => (string)JsonNode.Parse(change.Data)!["order"]!["name"]!));
        Assert.All(seen, change => Assert.Equal("created", change.EventType));
    }

    [Fact]
    public async Task What_happened_while_nobody_was_connected_is_told_to_who_comes_back()
    {
        await using var orders = await OrderServiceHost.StartAsync(postgres);
        await using var marketplace = await OpenAsync(orders);
        var seen = new List<SseItem<string>>();
        using (var stream = await WatchAsync(marketplace, null))
        {
            await CreateAsync(orders, 0, 1);
            await TakeAsync(stream, seen, 1);
        }

        await CreateAsync(orders, 1, 3);
        using (var again = await WatchAsync(marketplace, seen[0].EventId))
            await TakeAsync(again, seen, 3);

        Assert.Equal(["order 0", "order 1", "order 2", "order 3"], seen.Select(change => (string)JsonNode.Parse(change.Data)!["order"]!["name"]!));
    }

    [Fact]
    public async Task Who_is_cut_off_before_the_first_change_misses_nothing_either()
    {
        await using var orders = await OrderServiceHost.StartAsync(postgres);
        await using var marketplace = await OpenAsync(orders);
        string? id;
        using (var stream = await WatchAsync(marketplace, null))
        using (var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)))
            id = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("id: ", id, StringComparison.Ordinal);

        await CreateAsync(orders, 0, 2);
        var seen = new List<SseItem<string>>();
        using (var again = await WatchAsync(marketplace, id!["id: ".Length..]))
            await TakeAsync(again, seen, 2);

        Assert.Equal(["order 0", "order 1"], seen.Select(change => (string)JsonNode.Parse(change.Data)!["order"]!["name"]!));
    }

    [Fact]
    public async Task Refusals_are_told_as_such_however_many_come_at_once()
    {
        await using var orders = await OrderServiceHost.StartAsync(postgres);
        await using var marketplace = await OpenAsync(orders, ("Web:RequestsPerSecond", "100000"), ("Web:RequestBurst", "100000"));

        await Parallel.ForAsync(
            0, 3000, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (_, _) => await AssertRefusedAsync(marketplace, "nothing-of-yours", "resume_token: is not one that WatchOrders gave"));
    }

    [Fact]
    public async Task A_last_event_id_that_was_never_given_is_refused_by_name()
    {
        await using var orders = await OrderServiceHost.StartAsync(postgres);
        await using var marketplace = await OpenAsync(orders);

        await AssertRefusedAsync(marketplace, "nothing-of-yours", "resume_token: is not one that WatchOrders gave");
    }

    [Fact]
    public async Task A_last_event_id_whose_events_are_no_longer_kept_is_refused_clearly()
    {
        await using var orders = await OrderServiceHost.StartAsync(postgres, ("Orders:PruneInterval", "00:00:01"));
        await using var marketplace = await OpenAsync(orders);
        var seen = new List<SseItem<string>>();
        using (var stream = await WatchAsync(marketplace, null))
        {
            await CreateAsync(orders, 0, 3);
            await TakeAsync(stream, seen, 1);
        }

        await orders.AgeEventsAsync(upTo: 3, TimeSpan.FromHours(25));
        await Eventually.TrueAsync(async () => await orders.CountAsync("SELECT count(*) FROM order_events") == 0, "old events are gone");

        await AssertRefusedAsync(marketplace, seen[0].EventId!, "resume_token: the events after it are no longer kept");
    }

    private static Task<TestService<FrontDoorRoute>> OpenAsync(OrderServiceHost orders, params (string Key, string Value)[] settings) =>
        TestService.StartAsync<FrontDoorRoute>([("services:orderservice:grpc:0", orders.Service.GrpcAddress.ToString()), .. settings]);

    private static async Task<List<string>> CreateAsync(OrderServiceHost orders, int from, int count)
    {
        var names = Enumerable.Range(from, count).Select(number => $"order {number}").ToList();
        foreach (var name in names)
            await orders.Client.CreateOrderAsync(new() { Name = name });
        return names;
    }

    private static async Task<HttpResponseMessage> WatchAsync(TestService<FrontDoorRoute> marketplace, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/order/events", UriKind.Relative));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await marketplace.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task TakeAsync(HttpResponseMessage stream, List<SseItem<string>> into, int count)
    {
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        using var limit = new CancellationTokenSource(Patience);
        var wanted = into.Count + count;
        await foreach (var item in SseParser.Create(await stream.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
        {
            into.Add(item);
            if (into.Count == wanted)
                return;
        }

        Assert.Fail("the stream ended");
    }

    private static async Task AssertRefusedAsync(TestService<FrontDoorRoute> marketplace, string lastEventId, string detail)
    {
        using var answer = await WatchAsync(marketplace, lastEventId).WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        Assert.StartsWith(detail, (string?)problem!["detail"], StringComparison.Ordinal);
    }
}
