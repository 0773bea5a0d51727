using System.Text.Json;

namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>The clients of the specifications, word for word, over the contracts as they stand there, all against one address.</summary>
[Collection(nameof(InteropSuite))]
public sealed class SpecClientTests(PythonClients python, WholeShop shop)
{
    [Fact]
    public async Task The_user_client_greets_Alice() =>
        Assert.Equal("Привет, Alice!\n", await python.RunSpecClientAsync("user_client.py", shop.FrontDoor));

    [Fact]
    public async Task The_recommendations_client_gets_the_three_books_of_science_fiction()
    {
        var printed = await python.RunSpecClientAsync("recommendations_client.py", shop.FrontDoor);

        Assert.Equal(3, printed.Split("recommendations {").Length - 1);
        Assert.Contains("title: \"The Dune Chronicles\"", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_client_creates_an_order()
    {
        var printed = await python.RunSpecClientAsync("order_client.py", shop.FrontDoor);

        var answer = JsonSerializer.Deserialize<JsonElement>(printed);
        Assert.Equal("ORDER_NOTIFICATION_TYPE_ENUM_OK", answer.Text("notificationType"));
        Assert.Equal("Ender's Game", answer.GetProperty("order").Text("name"));
        Assert.True(Guid.TryParse(answer.GetProperty("order").Text("uuid"), out _));
        var age = DateTimeOffset.UtcNow - answer.GetProperty("order").GetProperty("date").GetDateTimeOffset();
        Assert.InRange(age, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task The_route_client_prints_the_session_of_the_specification()
    {
        var session = Path.Combine(AppContext.BaseDirectory, "EndToEnd", "Interop", "Python", "spec", "route_session.txt");

        var printed = await python.RunSpecClientAsync("route_client.py", shop.FrontDoor);

        // How long it took may differ; what is sent and what is received are printed by two threads: only within each is there an order.
        Assert.Equal(Sorted(await File.ReadAllTextAsync(session)), Sorted(printed));
    }

    private static string[] Sorted(string printed) => [.. printed.Split('\n')
        .Where(line => !line.StartsWith("It took", StringComparison.Ordinal))
        .OrderBy(line => line.StartsWith("Received", StringComparison.Ordinal))];
}
