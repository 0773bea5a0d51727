using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

internal sealed class BookPage(IPage page)
{
    public Task<string> TitleAsync() => page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();

    public async Task<OrderPage> OrderAsync()
    {
        await page.Locator("form.order-form").First.GetByRole(AriaRole.Button).ClickAsync();
        return new(page);
    }
}
