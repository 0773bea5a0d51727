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
        { "cart-empty", "/shopping-cart" },
        { "cart", "/shopping-cart" },
        { "checkout", "/shopping-cart/checkout" },
        { "checkout-refused", "/shopping-cart/checkout" },
        { "bought", "/shopping-cart/checkout" },
        { "bought-order", "/shopping-cart/checkout" },
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
        { "my-orders", "/operator/orders" },
        { "my-customers", "/operator/customers" },
        { "my-checkouts", "/operator/checkouts" },
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

            if (name is "cart" or "checkout" or "checkout-refused" or "bought" or "bought-order")
                await FillCartAsync(page, name, address);

            await Shots.TakeAsync(page, $"{name}-{look}");

            var found = await page.RunAxe();

            Assert.Empty(found.Violations.Select(rule =>
                $"{look}: {rule.Id}: {rule.Help}: {string.Join("; ", rule.Nodes.Select(node => node.Html))}"));
            Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), $"{look}: scrolls sideways");
            Assert.DoesNotContain(visitor.Complaints, complaint => !(name is "not-found" && complaint.Contains("404", StringComparison.Ordinal)) && !(name is "checkout-refused" && complaint.Contains("409", StringComparison.Ordinal)));
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

    private static async Task FillCartAsync(IPage page, string name, string address)
    {
        foreach (var (book, copies) in new[] { (6, 2), (7, 1) })
        {
            await page.GotoAsync($"/catalogue/{book}");
            await new BookPage(page).AddAsync(copies);
            await Assertions.Expect(page.Locator("#toast")).ToBeVisibleAsync();
        }

        await page.GotoAsync(address);
        if (name is "cart" or "checkout")
            return;
        var checkout = new CheckoutPage(page);
        await checkout.FillAsync("guest@example.com");
        await checkout.PayAsync(name is "checkout-refused" ? "sandbox-declined" : "sandbox-ok");
        if (name is "checkout-refused")
        {
            await Assertions.Expect(checkout.Errors).ToBeVisibleAsync();
            return;
        }

        var order = page.Locator("a[href^='/orders/']").First;
        await Assertions.Expect(order).ToBeVisibleAsync();
        if (name is "bought-order")
        {
            await order.ClickAsync();
            await Assertions.Expect(page.Locator("#order-state")).ToBeVisibleAsync();
        }
    }

    private static IEnumerable<(string Look, BrowserNewContextOptions Options)> Looks()
    {
        yield return ("desktop", new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        yield return ("dark", new() { ViewportSize = new() { Width = 1280, Height = 900 }, ColorScheme = ColorScheme.Dark });
        yield return ("phone-ru", new() { ViewportSize = new() { Width = 360, Height = 740 }, Locale = "ru-RU" });
    }
}
