using System.Text.Json;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.Interop;

[Collection(nameof(InteropSuite))]
public sealed class RouteGuideInteropTests(PythonClients python, WholeShop shop)
{
    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task All_four_kinds_of_call_answer_as_in_the_original_session(Road road)
    {
        var session = await RunAsync("route_session.py", road);

        Assert.Equal("Berkshire Valley Management Area Trail, Jefferson, NJ, USA", session.GetProperty("found").Text("name"));
        Assert.Equal("", session.GetProperty("nothing").Text("name"));
        Assert.Equal(0, session.GetProperty("nothing").GetProperty("location").GetProperty("latitude").GetInt32());
        Assert.Equal(100, session.GetProperty("listed").GetArrayLength());
        Assert.Equal(10, session.GetProperty("trip").GetProperty("point_count").GetInt32());
        Assert.Equal(10, session.GetProperty("trip").GetProperty("feature_count").GetInt32());
        Assert.Equal(850915, session.GetProperty("trip").GetProperty("distance").GetInt32());
        Assert.Equal(["First message", "Third message"], session.Texts("chat"));
    }

    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task In_a_chat_in_turns_no_message_is_held_back(Road road)
    {
        var chat = await RunAsync("chat_in_turns.py", road);

        string[][] expected =
            [[], ["note 0"], ["note 0", "note 1"], ["note 0", "note 1", "note 2"], ["note 0", "note 1", "note 2", "note 3"]];
        Assert.Equal(expected, chat.GetProperty("turns").Deserialize<string[][]>());
        Assert.Equal(0, chat.GetProperty("after").GetInt32());
        Assert.Equal("OK", chat.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task A_deadline_ends_the_call_at_both_ends(Road road)
    {
        var name = $"deadline {Guid.NewGuid()}";

        var result = await RunAsync("deadline.py", road, name);

        Assert.Equal("DEADLINE_EXCEEDED", result.GetProperty("code").GetString());
        Assert.InRange(result.GetProperty("seconds").GetDouble(), 0.9, 10);
        Assert.Equal(["still here"], result.Texts("next"));
        var call = await EndedAsync(name);
        Assert.InRange(call.TimeLeft.TotalSeconds, -10, 0.5);
    }

    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task The_service_learns_that_its_client_has_left(Road road)
    {
        var name = Guid.NewGuid().ToString();

        var result = await RunAsync("cancel.py", road, name);

        Assert.Equal("first", result.GetProperty("reply").GetString());
        Assert.All(result.GetProperty("codes").EnumerateObject(), code => Assert.Equal("CANCELLED", code.Value.GetString()));
        Assert.Equal(100, result.GetProperty("next").GetInt32());
        Assert.True((await EndedAsync($"chat {name}")).Cancelled);
        Assert.True((await EndedAsync($"features {name}")).Cancelled);
    }

    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task Metadata_passes_in_both_directions_in_headers_and_in_trailers(Road road)
    {
        var result = await RunAsync("metadata.py", road);

        var echo = new Dictionary<string, string>
        {
            ["x-echo"] = "a value, with = and ;",
            ["x-echo-bin"] = Convert.ToHexStringLower([.. Enumerable.Range(0, 256).Select(value => (byte)value)]),
        };
        foreach (var call in result.EnumerateObject())
        {
            Assert.Equal(echo, call.Value.GetProperty("headers").Deserialize<Dictionary<string, string>>());
            Assert.Equal(echo, call.Value.GetProperty("trailers").Deserialize<Dictionary<string, string>>());
        }

        Assert.Equal("INVALID_ARGUMENT", result.GetProperty("refused").GetProperty("code").GetString());
    }

    private Task<JsonElement> RunAsync(string script, Road road, params string[] arguments) =>
        python.RunAsync(script, shop.AddressOf("routeguide", road), arguments);

    private async Task<CallLog.EndedCall> EndedAsync(string call)
    {
        await Eventually.TrueAsync(() => Task.FromResult(shop.Calls.Ended(call) is not null), $"the call \"{call}\" ends in the service");
        return shop.Calls.Ended(call)!;
    }
}
