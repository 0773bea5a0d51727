using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OrderApp.Tests.EndToEnd.Browser.Pages;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.EndToEnd.Browser;

[Collection(nameof(BrowserSuite))]
public sealed class LookTests(LiveShop shop, Chromium chromium)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "home", "/" },
        { "catalogue", "/catalogue" },
        { "catalogue-empty", "/catalogue?query=zzzzzz" },
        { "book", "/catalogue/1" },
        { "orders", "/orders" },
        { "order", "an order" },
        { "routes", "/routes" },
        { "status", "/status" },
        { "sign-in", "/account/sign-in" },
        { "register", "/account/register" },
        { "forgotten-password", "/account/forgotten-password" },
        { "reset-password", "/account/reset-password?token=from-a-mail" },
        { "confirm-email", "/account/confirm-email?token=from-a-mail" },
        { "my-account", "/account" },
        { "my-password", "/account/password" },
        { "my-end", "/account/delete" },
        { "my-day", "/operator" },
        { "my-stock", "/operator/stock" },
        { "my-stock-low", "/operator/stock?list=low" },
        { "my-stock-copies", "/operator/stock/1" },
        { "my-books", "/operator/books" },
        { "my-books-add", "/operator/books/add" },
        { "my-books-edit", "/operator/books/2" },
        { "my-books-import", "/operator/books/import" },
        { "my-campaign", "/operator/campaign" },
        { "my-reviews", "/operator/reviews" },
        { "my-audit", "/operator/audit" },
        { "stop-mails", "/account/stop-mails?token=from-a-mail" },
        { "not-found", "/nothing-here" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_passes_axe_and_asks_no_other_host(string name, string address)
    {
        if (name is "order" or "orders")
        {
            var order = await shop.OrderAsync($"The Left Hand of Darkness {Guid.NewGuid():N}");
            address = name == "order" ? $"/orders/{order.Uuid}" : address;
        }

        foreach (var (look, options) in Looks())
        {
            await using var visitor = await chromium.VisitAsync(await shop.AddressAsync(), options);
            var page = await visitor.OpenAsync(name.StartsWith("my-", StringComparison.Ordinal) ? $"/account/sign-in?returnUrl={address}" : address);
            if (name.StartsWith("my-", StringComparison.Ordinal))
            {
                await new SignInPage(page).EnterAsync(AccountsHost.OperatorEmail, AccountsHost.Password);
                await Assertions.Expect(page).ToHaveURLAsync(new Uri(await shop.AddressAsync(), address).ToString());
            }

            await Shots.TakeAsync(page, $"{name}-{look}");

            var found = await page.RunAxe();

            Assert.Empty(found.Violations.Select(rule =>
                $"{look}: {rule.Id}: {rule.Help}: {string.Join("; ", rule.Nodes.Select(node => node.Html))}"));
            Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), $"{look}: scrolls sideways");
            Assert.DoesNotContain(visitor.Complaints, complaint => name != "not-found" || !complaint.Contains("404", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_form_that_was_refused_passes_axe_and_its_summary_leads_to_the_field()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/account/register");
        await page.GetByLabel("Your name").FillAsync("Ada");
        await page.GetByLabel("Email address").FillAsync("ada@example.com");
        await page.GetByLabel("Password").FillAsync("12345");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Make an account" }).ClickAsync();

        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link, new() { Name = "The password must have at least 8 characters." }).ClickAsync();
        var found = await page.RunAxe();

        await Assertions.Expect(page).ToHaveURLAsync(new Uri(await shop.AddressAsync(), "/account/register#password").ToString());
        await Assertions.Expect(page.GetByLabel("Your name")).ToHaveValueAsync("Ada");
        Assert.Empty(found.Violations.Select(rule => $"{rule.Id}: {string.Join("; ", rule.Nodes.Select(node => node.Html))}"));
    }

    [Fact]
    public async Task The_shop_speaks_the_browsers_language_and_the_one_chosen()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync(), new() { Locale = "ru-RU" });
        var page = await visitor.OpenAsync("/catalogue");
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await Assertions.Expect(heading).ToHaveTextAsync("Каталог");

        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(heading).ToHaveTextAsync("Catalogue");

        await page.GetByRole(AriaRole.Button, new() { Name = "Русский" }).ClickAsync();
        await Assertions.Expect(heading).ToHaveTextAsync("Каталог");
        Assert.Equal("ru", await page.Locator("html").GetAttributeAsync("lang"));
    }

    private static IEnumerable<(string Look, BrowserNewContextOptions Options)> Looks()
    {
        yield return ("desktop", new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        yield return ("dark", new() { ViewportSize = new() { Width = 1280, Height = 900 }, ColorScheme = ColorScheme.Dark });
        yield return ("phone-ru", new() { ViewportSize = new() { Width = 360, Height = 740 }, Locale = "ru-RU" });
    }
}
