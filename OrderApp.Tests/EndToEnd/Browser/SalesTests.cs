using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OrderApp.Protos;
using OrderApp.Tests.EndToEnd.Browser.Pages;
using OrderApp.Tests.Users;
using CartClient = OrderApp.Protos.Cart.CartClient;

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>An operator deals with what was bought, and the customer sees it.</summary>
[Collection(nameof(BrowserSuite))]
public sealed class SalesTests(LiveShop shop, Chromium chromium)
{
    [Fact]
    public async Task An_operator_finds_an_order_ships_it_says_that_it_arrived_and_pays_it_back_and_all_of_it_is_in_the_trail()
    {
        var (email, order) = await BuyAsync();
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/account/sign-in?returnUrl=/operator/orders");
        await new SignInPage(page).EnterAsync(AccountsHost.OperatorEmail, AccountsHost.Password);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Back office" })).ToBeVisibleAsync();
        await page.GotoAsync($"/operator/orders?customer={Uri.EscapeDataString(email)}");
        await page.Locator($"a[href='/operator/orders/{order.Uuid}']").First.ClickAsync();
        await LooksWellAsync(page, "my-order-paid");

        await page.GetByLabel("Tracking number").FillAsync("RR123456789DE");
        await page.GetByRole(AriaRole.Button, new() { Name = "It is on its way" }).ClickAsync();
        await Assertions.Expect(page.Locator("#facts + dl")).ToContainTextAsync("RR123456789DE");
        await page.GetByRole(AriaRole.Button, new() { Name = "It has arrived" }).ClickAsync();
        await Assertions.Expect(page.Locator("#facts + dl")).ToContainTextAsync("Delivered");
        await PayBackAsync("1000", "too much");
        await Assertions.Expect(page.GetByLabel("Amount to pay back")).ToHaveValueAsync("1000");
        await PayBackAsync("1,50", "a torn page");
        await Assertions.Expect(page.Locator("#payments + .panel")).ToContainTextAsync("$1.50");
        await PayBackAsync((order.Total.DecimalValue - 1.5m).ToString("0.00", CultureInfo.InvariantCulture), "came back");
        await Assertions.Expect(page.Locator("#facts + dl")).ToContainTextAsync("Refunded");
        await LooksWellAsync(page, "my-order-refunded");

        await page.GotoAsync($"/operator/audit?thing={order.Uuid}");
        await Assertions.Expect(page.Locator("main tbody tr")).Not.ToHaveCountAsync(0);
        foreach (var action in new[] { "ShipOrder", "DeliverOrder", "Refund" })
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(action);
        await using var customer = await chromium.VisitAsync(await shop.AddressAsync());
        var own = await customer.OpenAsync($"/account/sign-in?returnUrl=/orders/{order.Uuid}");
        await new SignInPage(own).EnterAsync(email, AccountsHost.Password);
        await Assertions.Expect(own.Locator("main")).ToContainTextAsync("RR123456789DE");
        await Assertions.Expect(own.Locator("#order-state")).ToContainTextAsync("What you paid was paid back.");

        async Task PayBackAsync(string amount, string reason)
        {
            await page.GetByLabel("Amount to pay back").FillAsync(amount);
            await page.GetByLabel("Why it is paid back").FillAsync(reason);
            await page.GetByRole(AriaRole.Button, new() { Name = "Pay back" }).ClickAsync();
        }
    }

    private static async Task LooksWellAsync(IPage page, string name)
    {
        await Shots.TakeAsync(page, name);
        Assert.Empty((await page.RunAxe()).Violations.Select(rule => $"{rule.Id}: {string.Join("; ", rule.Nodes.Select(node => node.Html))}"));
    }

    private async Task<(string Email, Order Order)> BuyAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var (headers, _, _) = await (await shop.AccountsAsync()).JoinAsync(email);
        var cart = new CartClient(await shop.ChannelAsync());
        var filled = await cart.AddItemAsync(new() { BookId = 4, Quantity = 1 }, headers);
        var checkout = await cart.CheckoutAsync(
            new()
            {
                RequestId = $"{Guid.NewGuid()}", Email = email, PaymentToken = "sandbox-ok", ExpectedTotal = filled.Total,
                DeliveryAddress = new() { Name = "Emma", Line1 = "Hartfield 1", City = "Highbury", Country = "GB" },
            },
            headers);
        Assert.Equal(CheckoutStatus.Types.State.Completed, checkout.State);
        return (email, checkout.Order);
    }
}
