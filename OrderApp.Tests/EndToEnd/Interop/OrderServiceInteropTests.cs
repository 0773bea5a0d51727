using System.Text.Json;

namespace OrderApp.Tests.EndToEnd.Interop;

[Collection(nameof(InteropSuite))]
public sealed class OrderServiceInteropTests(PythonClients python, WholeShop shop)
{
    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task An_order_lives_from_its_creation_to_its_removal(Road road)
    {
        var name = $"Orders {Guid.NewGuid()}";

        var result = await python.RunAsync("orders.py", shop.AddressOf("orderservice", road), name);

        var created = result.GetProperty("created");
        Assert.Equal("ORDER_NOTIFICATION_TYPE_ENUM_OK", created.Text("notification_type"));
        Assert.Equal(name, created.GetProperty("order").Text("name"));
        Assert.Equal("2026-11-20T11:36:31.123456Z", created.GetProperty("order").Text("date"));
        Assert.Equal(7, created.GetProperty("order").GetProperty("user_id").GetInt32());
        Assert.False(created.GetProperty("order").TryGetProperty("book_id", out _), "an absent optional field has a value");
        Assert.True(result.GetProperty("same").GetBoolean(), "one request_id made two orders");
        Assert.Equal("true", result.Text("replayed"));
        Assert.Equal("ALREADY_EXISTS", result.Text("reused"));
        Assert.True(result.GetProperty("updated").GetProperty("completed").GetBoolean());
        Assert.Equal(name, result.GetProperty("updated").Text("name"));
        Assert.Equal("ABORTED", result.Text("stale"));
        Assert.True(result.GetProperty("read").GetBoolean(), "what was read is not what was updated");
        string[][] pages = [[$"{name} 1", $"{name} 0"], [name], [""]];
        Assert.Equal(pages, result.GetProperty("pages").Deserialize<string[][]>());
        Assert.Equal([true, false], result.GetProperty("deleted").Deserialize<bool[]>()!);
    }

    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task A_watcher_sees_the_changes_of_an_order_and_goes_on_where_it_left(Road road)
    {
        var result = await python.RunAsync("watch_orders.py", shop.AddressOf("orderservice", road), "watched");

        string[][] events = [["UPDATED", "renamed"], ["DELETED", "renamed"]];
        Assert.Equal(events, result.GetProperty("events").Deserialize<string[][]>());
    }
}
