using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

/// <summary>The page on which one buys, in any language: its fields are found by their ids.</summary>
internal sealed class CheckoutPage(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Errors => page.Locator("#errors");

    public ILocator Street => page.Locator("#line1");

    public ILocator ChosenPayment => page.Locator("input[name=payment]:checked");

    public async Task FillAsync(string email)
    {
        await page.Locator("#name").FillAsync("Ada Lovelace");
        await Street.FillAsync("Main Street 1");
        await page.Locator("#postal_code").FillAsync("N1 9GU");
        await page.Locator("#city").FillAsync("London");
        await page.Locator("#country").SelectOptionAsync("GB");
        await page.Locator("#email").FillAsync(email);
    }

    public async Task PayAsync(string token)
    {
        await page.Locator($"input[value={token}]").CheckAsync();
        await page.Locator("#checkout button.wide").ClickAsync();
    }
}
