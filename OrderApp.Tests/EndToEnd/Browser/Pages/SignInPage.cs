using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

/// <summary>Where one signs in.</summary>
internal sealed class SignInPage(IPage page)
{
    /// <summary>Types what is needed, and sends it.</summary>
    public async Task EnterAsync(string email, string password)
    {
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("#sign-in button").ClickAsync();
    }
}
