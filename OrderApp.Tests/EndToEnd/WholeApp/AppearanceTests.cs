using OrderApp.Tests.EndToEnd.Browser;

namespace OrderApp.Tests.EndToEnd.WholeApp;

/// <summary>The shop as the AppHost starts it, in a real browser, which asks for compressed files.</summary>
[Collection(SharedShop.Name)]
public sealed class AppearanceTests(SharedShop shared, Chromium chromium)
{
    [Fact]
    public async Task The_pages_have_the_shops_own_look()
    {
        await using var visitor = await chromium.VisitAsync(shared.Shop.Pages);
        var page = await visitor.OpenAsync("/");

        var display = await page.EvalOnSelectorAsync<string>(".top", "header => getComputedStyle(header).display");
        var rules = await page.EvaluateAsync<int>("document.styleSheets[0].cssRules.length");

        Assert.Equal("flex", display);
        Assert.InRange(rules, 20, int.MaxValue);
        Assert.Empty(visitor.Complaints);
    }
}
