using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using OrderApp.Protos;
using OrderApp.Tests.EndToEnd.Interop;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.Access;

/// <summary>Whose order it is, over gRPC at the front door and over the JSON API: everything that can be done with an order is tried by everybody.</summary>
[Collection(nameof(InteropSuite))]
public sealed class OwnershipTests(WholeShop shop, ITestOutputHelper output)
{
    private static readonly Who[] OwnerAndShop = [Who.Ada, Who.Operator, Who.Service];
    private static readonly Who[] Everybody = Enum.GetValues<Who>();

    [Fact]
    public async Task Over_grpc_an_order_is_its_owners_and_the_shops_and_one_of_nobody_is_everybodys()
    {
        using var channel = GrpcChannel.ForAddress(shop.FrontDoor);
        var orders = new OrderService.OrderServiceClient(channel);
        var ways = new Dictionary<string, Func<Order, Metadata, Task<bool>>>
        {
            ["ReadOrder"] = async (order, who) => await IsFoundAsync(() => orders.ReadOrderAsync(new() { Uuid = order.Uuid }, who).ResponseAsync),
            ["ListOrders"] = async (order, who) => (await orders.ListOrdersAsync(new() { Query = order.Name }, who)).Orders.Any(found => found.Uuid == order.Uuid),
            ["ListOrderEvents"] = async (order, who) => (await orders.ListOrderEventsAsync(new() { Uuid = order.Uuid }, who)).Events.Count > 0,
            ["WatchOrders"] = async (order, who) => await IsToldAsync(orders, order, await HeadersAsync(Who.Operator), who),
            ["UpdateOrder"] = async (order, who) => await IsFoundAsync(() => orders.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = order.Name }, who).ResponseAsync),
            ["DeleteOrder"] = async (order, who) => (await orders.DeleteOrderAsync(new() { Uuid = order.Uuid }, who)).Success,
        };

        await TryAllAsync(ways, async owner => (await orders.CreateOrderAsync(new() { Name = $"Order {Guid.NewGuid()}" }, await HeadersAsync(owner))).Order, HeadersAsync);
    }

    [Fact]
    public async Task Over_json_an_order_is_its_owners_and_the_shops_and_one_of_nobody_is_everybodys()
    {
        using var http = new HttpClient { BaseAddress = shop.Pages };
        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? token, object? body = null)
        {
            using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await http.SendAsync(request);
        }

        async Task<bool> IsAnsweredAsync(HttpMethod method, string address, string? token, object? body = null)
        {
            using var response = await SendAsync(method, address, token, body);
            Assert.Contains(response.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound });
            return response.IsSuccessStatusCode;
        }

        async Task<bool> HoldsAsync(string address, string text, string? token)
        {
            using var response = await SendAsync(HttpMethod.Get, address, token);
            return (await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal);
        }

        var ways = new Dictionary<string, Func<Order, string?, Task<bool>>>
        {
            ["GET /order/{uuid}"] = (order, who) => IsAnsweredAsync(HttpMethod.Get, $"/order/{order.Uuid}", who),
            ["GET /order"] = (order, who) => HoldsAsync($"/order?query={order.Name}", order.Uuid, who),
            ["GET /order/export"] = (order, who) => HoldsAsync($"/order/export?query={order.Name}", order.Uuid, who),
            ["GET /order/{uuid}/events"] = (order, who) => HoldsAsync($"/order/{order.Uuid}/events", order.Name, who),
            ["PATCH /order/{uuid}"] = (order, who) => IsAnsweredAsync(HttpMethod.Patch, $"/order/{order.Uuid}", who, new { name = order.Name }),
            ["DELETE /order/{uuid}"] = (order, who) => IsAnsweredAsync(HttpMethod.Delete, $"/order/{order.Uuid}", who),
        };

        await TryAllAsync(
            ways,
            async owner =>
            {
                var name = $"{Guid.NewGuid()}";
                using var response = await SendAsync(HttpMethod.Post, "/order", await shop.TokenOfAsync(owner), new { name });
                var order = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
                return new Order { Uuid = order.GetProperty("order").GetProperty("uuid").GetString()!, Name = name };
            },
            shop.TokenOfAsync);
    }

    /// <summary>Tries each way with an order of Ada's and with one of nobody, by everybody.</summary>
    private async Task TryAllAsync<TAs>(Dictionary<string, Func<Order, TAs, Task<bool>>> ways, Func<Who, Task<Order>> createAsync, Func<Who, Task<TAs>> asAsync)
    {
        foreach (var (owner, allowed) in new[] { (Who.Ada, OwnerAndShop), (Who.Nobody, Everybody) })
        {
            output.WriteLine($"| order of {owner} | {string.Join(" | ", Everybody)} |");
            foreach (var (way, tryAsync) in ways)
            {
                var done = new List<Who>();
                foreach (var who in Everybody)
                {
                    if (await tryAsync(await createAsync(owner), await asAsync(who)))
                        done.Add(who);
                }
                output.WriteLine($"| {way} | {string.Join(" | ", Everybody.Select(who => done.Contains(who) ? "yes" : "no"))} |");
                Assert.Equal((owner, way, string.Join(", ", allowed.Order())), (owner, way, string.Join(", ", done.Order())));
            }
        }
    }

    private async Task<Metadata> HeadersAsync(Who who) => await shop.TokenOfAsync(who) is { } token ? ShopAccounts.Bearer(token) : [];

    private static async Task<bool> IsFoundAsync<TAnswer>(Func<Task<TAnswer>> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.NotFound)
        {
            return false;
        }
    }

    // Of two changes, the first of which is the order's and the second one of nobody's, only the second is told to who may not see the first.
    private static async Task<bool> IsToldAsync(OrderService.OrderServiceClient orders, Order order, Metadata shop, Metadata who)
    {
        using var call = orders.WatchOrders(new(), who, DateTime.UtcNow.AddSeconds(30));
        await call.ResponseHeadersAsync;
        await orders.UpdateOrderAsync(new() { Uuid = order.Uuid, Name = $"{order.Name} changed" }, shop);
        var last = (await orders.CreateOrderAsync(new() { Name = "of nobody" })).Order;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current.Order.Uuid == order.Uuid)
                return true;
            if (call.ResponseStream.Current.Order.Uuid == last.Uuid)
                return false;
        }
        throw new InvalidOperationException("The stream ended.");
    }
}
