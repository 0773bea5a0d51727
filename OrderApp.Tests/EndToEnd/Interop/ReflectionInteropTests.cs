namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>A client that has no contract but reflection's learns the others from the server and calls them.</summary>
[Collection(nameof(InteropSuite))]
public sealed class ReflectionInteropTests(PythonClients python, WholeShop shop)
{
    [Theory]
    [InlineData(Road.Direct, "v1")]
    [InlineData(Road.Direct, "v1alpha")]
    [InlineData(Road.FrontDoor, "v1")]
    [InlineData(Road.FrontDoor, "v1alpha")]
    public async Task A_method_learned_from_the_server_is_called(Road road, string version)
    {
        var result = await python.RunAsync(
            "learn.py", shop.AddressOf("userservice", road), version, "userservice.UserService", "GetUser", """{"username": "Alice"}""");

        Assert.Equal(["GetUser"], result.Texts("methods"));
        Assert.Equal("Привет, Alice!", result.GetProperty("answer").Text("message"));
        Assert.Equal(NotFound, result.GetProperty("unknown").GetInt32());
    }

    [Theory]
    [InlineData("order.OrderService", "ListOrders", """{"page_size": 1}""", 13)]
    [InlineData("Recommendations", "Recommend", """{"max_results": 1}""", 1)]
    [InlineData("catalogue.Catalogue", "ListBooks", """{"page_size": 1}""", 7)]
    [InlineData("routeguide.RouteGuide", "GetFeature", """{"latitude": 1}""", 4)]
    public async Task The_front_door_knows_every_contract_behind_it(string service, string method, string request, int methods)
    {
        var result = await python.RunAsync("learn.py", shop.FrontDoor, "v1", service, method, request);

        string[] behind = ["order.OrderService", "Recommendations", "catalogue.Catalogue", "inventory.Inventory", "cart.Cart", "reviews.Reviews", "routeguide.RouteGuide", "transactions.Transactions", "userservice.UserService", "userservice.Accounts"];
        Assert.Superset(behind.ToHashSet(), result.Texts("services").ToHashSet());
        Assert.Equal(methods, result.GetProperty("methods").GetArrayLength());
        Assert.NotEmpty(result.GetProperty("answer").EnumerateObject());
    }

    private const int NotFound = 5;
}
