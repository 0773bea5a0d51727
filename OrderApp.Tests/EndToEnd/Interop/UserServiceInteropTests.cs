namespace OrderApp.Tests.EndToEnd.Interop;

[Collection(nameof(InteropSuite))]
public sealed class UserServiceInteropTests(PythonClients python, WholeShop shop)
{
    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task Everybody_is_greeted_in_any_script_plainly_and_compressed(Road road)
    {
        var result = await python.RunAsync("users.py", shop.AddressOf("userservice", road), "Alice", "Анна", "李小龍");

        string[] greetings = ["Привет, Alice!", "Привет, Анна!", "Привет, 李小龍!"];
        Assert.Equal(greetings, result.Texts("plain"));
        Assert.Equal(greetings, result.Texts("gzip"));
    }
}
