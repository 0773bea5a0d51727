namespace OrderApp.Tests.EndToEnd.Interop;

[Collection(nameof(InteropSuite))]
public sealed class BookInteropTests(PythonClients python, WholeShop shop)
{
    [Theory]
    [InlineData(Road.Direct)]
    [InlineData(Road.FrontDoor)]
    public async Task Books_are_imported_as_a_stream_found_and_recommended(Road road)
    {
        var recommendations = shop.AddressOf("recommendations", road).Authority;
        var result = await python.RunAsync("books.py", shop.AddressOf("catalogue", road), recommendations, $"List {Guid.NewGuid()}", shop.Accounts.OperatorToken);

        var summary = result.GetProperty("summary");
        Assert.Equal("251", summary.Text("received"));
        Assert.Equal("250", summary.Text("created"));
        Assert.Equal("1", summary.Text("refused"));
        var refusal = Assert.Single(summary.GetProperty("refusals").EnumerateArray());
        Assert.Equal("251", refusal.Text("position"));
        Assert.Equal(100, result.GetProperty("page").GetInt32());
        Assert.True(result.GetProperty("more").GetBoolean(), "there is no second page");
        Assert.EndsWith(" volume 0", result.Text("title"), StringComparison.Ordinal);
        Assert.False(result.GetProperty("has_year").GetBoolean(), "an unknown year has a value");
        Assert.Equal(["Ender's Game", "The Dune Chronicles", "The Hitchhiker's Guide to the Galaxy"], result.Texts("recommended"));
    }
}
