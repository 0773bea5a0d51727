using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

internal sealed class HomePage(IPage page)
{
    public ILocator Recommended => page.GetByRole(AriaRole.Listitem);

    public async Task<BookPage> OpenFirstRecommendedAsync()
    {
        await Recommended.First.GetByRole(AriaRole.Link).ClickAsync();
        return new(page);
    }
}
