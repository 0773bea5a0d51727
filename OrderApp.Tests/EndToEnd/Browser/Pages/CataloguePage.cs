using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

internal sealed class CataloguePage(IPage page)
{
    public ILocator Titles => page.Locator("#results h3");

    public ILocator Nothing => page.GetByText("No book is like that.");

    public Task TypeAsync(string words) => page.GetByLabel("Title or author").PressSequentiallyAsync(words);
}
