using System.Text.Json;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.EndToEnd.Interop;

[Collection(nameof(InteropSuite))]
public sealed class HealthInteropTests(PythonClients python, WholeShop shop)
{
    [Theory]
    [InlineData("orderservice", "order.OrderService")]
    [InlineData("catalogue", "catalogue.Catalogue")]
    [InlineData("recommendations", "Recommendations")]
    [InlineData("inventory", "inventory.Inventory")]
    [InlineData("cart", "cart.Cart")]
    [InlineData("reviews", "reviews.Reviews")]
    [InlineData("routeguide", "routeguide.RouteGuide")]
    [InlineData("transactions", "transactions.Transactions")]
    [InlineData("userservice", "userservice.UserService", "userservice.Accounts")]
    public Task A_service_tells_its_own_health_and_that_of_its_contracts(string service, params string[] contracts) =>
        AssertServingAsync(shop.AddressOf(service, Road.Direct), contracts);

    [Fact]
    public Task The_front_door_tells_the_health_of_everything_behind_it() => AssertServingAsync(
        shop.FrontDoor,
        ["order.OrderService", "Recommendations", "catalogue.Catalogue", "inventory.Inventory", "cart.Cart", "reviews.Reviews", "routeguide.RouteGuide", "transactions.Transactions", "userservice.UserService", "userservice.Accounts"]);

    private async Task AssertServingAsync(Uri address, string[] contracts)
    {
        JsonElement health = default;
        // On a busy machine a database may not answer its check in time, and the service says so.
        await Eventually.TrueAsync(
            async () =>
            {
                health = await python.RunAsync("check_health.py", address, ["-", .. contracts]);
                return new[] { "check", "watch" }.All(kind => health.GetProperty(kind).EnumerateObject().All(answer => answer.Value.GetString() == "SERVING"));
            },
            "everything is told to serve");

        foreach (var answers in new[] { health.GetProperty("check"), health.GetProperty("watch") })
            Assert.Equal(["-", .. contracts], answers.EnumerateObject().Select(answer => answer.Name));

        Assert.Equal("NOT_FOUND", health.Text("unknown check"));
        Assert.Equal("SERVICE_UNKNOWN", health.Text("unknown watch"));
    }
}
