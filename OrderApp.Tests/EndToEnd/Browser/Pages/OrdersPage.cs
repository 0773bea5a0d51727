using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

internal sealed class OrdersPage(IPage page)
{
    public ILocator Live => page.GetByText("Live: changes appear by themselves");

    public ILocator Row(string name) => page.Locator("#orders .order").Filter(new() { HasText = name });

    public async Task OrderByNameAsync(string name)
    {
        await page.GetByLabel("Title of the book").FillAsync(name);
        await page.Locator("#create").GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();
    }
}
