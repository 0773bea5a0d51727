using Microsoft.Playwright;
using OrderApp.Protos;
using OrderApp.Tests.EndToEnd.Browser.Pages;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>Purchases in the whole shop, as guest and as customer, with scripts and without.</summary>
[Collection(nameof(BrowserSuite))]
public sealed class BuyingTests(LiveShop shop, Chromium chromium)
{
    [Fact]
    public async Task A_guest_buys_three_books_and_pays_for_two()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/");
        await Assertions.Expect(page.Locator(".banner")).ToBeVisibleAsync();
        await page.GotoAsync("/catalogue/1");
        await new BookPage(page).AddAsync(2);
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("2");
        await page.GotoAsync("/catalogue/3");
        await new BookPage(page).AddAsync();
        await page.Locator("#toast a").ClickAsync();
        await Assertions.Expect(page.Locator("#line-3 .state")).ToHaveTextAsync("1 free");
        await page.GetByRole(AriaRole.Link, new() { Name = "To the checkout" }).ClickAsync();

        var checkout = new CheckoutPage(page);
        await checkout.FillAsync("guest@example.com");
        await checkout.PayAsync("sandbox-ok");

        await Assertions.Expect(checkout.Heading).ToHaveTextAsync("Thank you!");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("$23.98");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Make an account" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("0");
        await page.GetByRole(AriaRole.Link, new() { Name = "See the order" }).ClickAsync();
        await Assertions.Expect(page.Locator("#order-state")).ToContainTextAsync("Paid");
        await page.GetByRole(AriaRole.Link, new() { Name = "My orders" }).ClickAsync();
        await Assertions.Expect(page.Locator("#orders .order")).ToHaveCountAsync(1);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator(".banner")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
        await Eventually.TrueAsync(
            async () => (await shop.AccountsAsync()).Mail.Mails.Any(mail => mail.To.ToString().Contains("guest@example.com", StringComparison.Ordinal)), "the receipt came");
    }

    [Fact]
    public async Task A_customer_without_scripts_whose_card_is_declined_pays_with_another_one_and_cancels()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await (await shop.AccountsAsync()).JoinAsync(email);
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync(), new() { JavaScriptEnabled = false });
        var page = await visitor.OpenAsync("/catalogue/4");
        await new BookPage(page).AddAsync();
        await page.GotoAsync("/account/sign-in?returnUrl=/shopping-cart");
        await new SignInPage(page).EnterAsync(email, AccountsHost.Password);
        // What he put in as a guest is his.
        await Assertions.Expect(page.Locator("#line-4")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "To the checkout" }).ClickAsync();
        var checkout = new CheckoutPage(page);
        await Assertions.Expect(page.Locator("#email")).ToHaveValueAsync(email);
        await checkout.FillAsync(email);

        await checkout.PayAsync("sandbox-declined");
        await Assertions.Expect(checkout.Errors).ToContainTextAsync("Your payment was declined.");
        await Assertions.Expect(checkout.Street).ToHaveValueAsync("Main Street 1");
        await Assertions.Expect(checkout.ChosenPayment).ToHaveCountAsync(0);
        await checkout.PayAsync("sandbox-ok");
        await Assertions.Expect(checkout.Heading).ToHaveTextAsync("Thank you!");

        await page.GetByRole(AriaRole.Link, new() { Name = "See the order" }).ClickAsync();
        await page.GetByText("Cancel the order…").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it" }).ClickAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                return (await page.Locator("#order-state").InnerTextAsync()).Contains("Money returned", StringComparison.Ordinal);
            },
            "the money is returned");
        await Assertions.Expect(page.GetByText("Paid back", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Order again" }).ClickAsync();
        await Assertions.Expect(page.Locator("#line-4")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Of_two_who_want_the_last_copy_one_gets_it_and_the_other_is_told()
    {
        const int Book = 9;
        await SetStockAsync(Book, 1);
        await using var one = await chromium.VisitAsync(await shop.AddressAsync());
        await using var other = await chromium.VisitAsync(await shop.AddressAsync());
        await using var looker = await chromium.VisitAsync(await shop.AddressAsync());
        var seen = new BookPage(await looker.OpenAsync($"/catalogue/{Book}"));
        await Assertions.Expect(seen.Stock).ToHaveTextAsync("Only 1 left");
        var pages = new[] { await GoToCheckoutAsync(one, Book), await GoToCheckoutAsync(other, Book) };

        await new CheckoutPage(pages[0]).PayAsync("sandbox-ok");
        await Assertions.Expect(new CheckoutPage(pages[0]).Heading).ToHaveTextAsync("Thank you!");
        await new CheckoutPage(pages[1]).PayAsync("sandbox-ok");

        await Assertions.Expect(new CheckoutPage(pages[1]).Errors).ToContainTextAsync("There are not enough copies left.");
        await pages[1].GotoAsync("/shopping-cart");
        await Assertions.Expect(pages[1].Locator($"#line-{Book}")).ToContainTextAsync("Sold out");
        // Who looks at the book sees it go.
        await Assertions.Expect(seen.Stock).ToHaveTextAsync("Sold out");
        Assert.Empty(looker.Complaints);
    }

    [Fact]
    public async Task A_russian_reader_buys_on_a_phone_while_the_bank_takes_its_time()
    {
        await using var visitor = await chromium.VisitAsync(
            await shop.AddressAsync(), new() { Locale = "ru-RU", ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true });
        var page = await visitor.OpenAsync("/catalogue/5");
        await new BookPage(page).AddAsync();
        await page.Locator("#toast a").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Ваша корзина");
        await page.GetByRole(AriaRole.Link, new() { Name = "Оформить заказ" }).ClickAsync();
        var checkout = new CheckoutPage(page);
        await checkout.FillAsync("reader@example.com");

        await checkout.PayAsync("sandbox-slow");

        await Assertions.Expect(checkout.Heading).ToHaveTextAsync("Спасибо!");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("10,99");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), "scrolls sideways");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task The_cart_is_counted_in_every_window_and_its_quantities_are_changed_without_scripts()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var first = await visitor.OpenAsync("/catalogue/2");
        var second = await visitor.OpenAsync("/catalogue");
        await new BookPage(first).AddAsync(3);
        await Assertions.Expect(second.Locator("#cart-count")).ToHaveTextAsync("3");

        await first.GotoAsync("/shopping-cart");
        await first.Locator("#line-2 input[name=quantity]").FillAsync("5");
        await first.Locator("#line-2 button").First.ClickAsync();
        await Assertions.Expect(first.Locator("#cart-count")).ToHaveTextAsync("5");
        await first.Locator("#line-2 button[name=remove]").ClickAsync();

        await Assertions.Expect(first.GetByText("Your cart is empty.")).ToBeVisibleAsync();
        await Assertions.Expect(second.Locator("#cart-count")).ToHaveTextAsync("0");
        Assert.Empty(visitor.Complaints);
    }

    private static async Task<IPage> GoToCheckoutAsync(Visitor visitor, int book)
    {
        var page = await visitor.OpenAsync($"/catalogue/{book}");
        await new BookPage(page).AddAsync();
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("1");
        await page.GotoAsync("/shopping-cart/checkout");
        await new CheckoutPage(page).FillAsync("guest@example.com");
        return page;
    }

    private async Task SetStockAsync(int book, int copies)
    {
        var accounts = await shop.AccountsAsync();
        var (headers, _, _) = await accounts.EnterAsync(AccountsHost.OperatorEmail, AccountsHost.Password);
        var inventory = new Inventory.InventoryClient(await shop.ChannelAsync());
        var stock = await inventory.GetStockAsync(new() { BookIds = { book } }, cancellationToken: TestContext.Current.CancellationToken);
        await inventory.AdjustStockAsync(
            new() { BookId = book, Delta = copies - stock.Stock[0].Available, Reason = "for a test", RequestId = $"{Guid.NewGuid()}" }, headers,
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
