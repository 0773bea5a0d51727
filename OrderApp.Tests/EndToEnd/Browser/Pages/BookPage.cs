using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

internal sealed class BookPage(IPage page)
{
    public ILocator Stock => page.Locator("#stock .stock");

    public Task<string> TitleAsync() => page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();

    /// <summary>Puts copies of the book into the cart; with scripts the page stays.</summary>
    public async Task AddAsync(int copies = 1)
    {
        await page.Locator(".offer input[name=quantity]").FillAsync($"{copies}");
        await page.Locator(".offer .add-form button").ClickAsync();
    }
}
