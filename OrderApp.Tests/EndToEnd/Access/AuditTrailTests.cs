using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Auditing;
using OrderApp.Tests.EndToEnd.Interop;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.Access;

/// <summary>The audit trail of the whole shop, at the front door and as JSON. What is called comes from the contracts.</summary>
[Collection(nameof(InteropSuite))]
public sealed class AuditTrailTests(WholeShop shop)
{
    [Fact]
    public async Task Each_method_by_which_an_operator_changes_something_leaves_one_entry_refused_or_not_and_a_customers_call_none()
    {
        using var channel = GrpcChannel.ForAddress(shop.FrontDoor);
        var trail = new AuditTrail.AuditTrailClient(channel);
        using var raw = new RawGrpc(shop.FrontDoor);
        var (operators, customers) = (await shop.TokenOfAsync(Who.Operator), await shop.TokenOfAsync(Who.Boris));
        var start = DateTime.UtcNow.ToTimestamp();
        // The route guide keeps nothing, and what an operator may not call he does not do.
        var methods = RpcMatrixTests.RuleOf.Where(rule => rule.Value.Allows(Who.Operator) && AuditedActions.Changes($"/{rule.Key}"))
            .Select(rule => rule.Key).Where(method => !method.StartsWith("routeguide.", StringComparison.Ordinal)).ToList();

        foreach (var method in methods)
        {
            foreach (var token in new[] { operators, customers })
                await raw.CallAsync(method, RawGrpc.Frame([]), ("authorization", $"Bearer {token}"), ("grpc-timeout", "10S"));
        }

        var found = await trail.ListAuditEntriesAsync(new() { FromTime = start, PageSize = 200 }, ShopAccounts.Bearer(operators!));
        Assert.Empty(found.MissingServices);
        Assert.Equal(methods.Order(StringComparer.Ordinal), found.Entries.Select(entry => entry.Method).Order(StringComparer.Ordinal));
        Assert.Single(found.Entries.Select(entry => entry.AccountId).Distinct());
        Assert.All(found.Entries, entry => Assert.NotEmpty(entry.Status));
        Assert.Contains(found.Entries, entry => entry is { Status: "INVALID_ARGUMENT", Reason: "INVALID_FIELD" });
    }

    [Fact]
    public async Task Programs_and_the_front_door_are_told_the_trails_of_all_services_as_one_page_by_page()
    {
        using var channel = GrpcChannel.ForAddress(shop.FrontDoor);
        var token = (await shop.TokenOfAsync(Who.Operator))!;
        var order = (await new OrderService.OrderServiceClient(channel).CreateOrderAsync(new() { Name = "Audited" }, ShopAccounts.Bearer(token))).Order;
        await new Inventory.InventoryClient(channel).AdjustStockAsync(new() { BookId = 77, Delta = 1, Reason = "counted" }, ShopAccounts.Bearer(token));
        using var http = new HttpClient { BaseAddress = shop.Pages, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

        var first = await ReadAsync(http, "/audit?page_size=1");
        var second = await ReadAsync(http, $"/audit?page_size=1&page_token={first.NextPageToken}");
        var about = await ReadAsync(http, $"/audit?thing={order.Uuid}&from_time={DateTime.UtcNow.AddMinutes(-5):yyyy-MM-ddTHH:mm:ssZ}");

        Assert.Equal("inventory.Inventory/AdjustStock", Assert.Single(first.Entries).Method);
        Assert.Equal("order.OrderService/CreateOrder", Assert.Single(second.Entries).Method);
        Assert.Equal(second.Entries, about.Entries);
    }

    private static async Task<ListAuditEntriesResponse> ReadAsync(HttpClient http, string path) =>
        JsonParser.Default.Parse<ListAuditEntriesResponse>(await http.GetStringAsync(new Uri(path, UriKind.Relative)));
}
