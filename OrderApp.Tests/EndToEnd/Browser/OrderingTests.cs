using Microsoft.Playwright;
using OrderApp.Tests.EndToEnd.Browser.Pages;

namespace OrderApp.Tests.EndToEnd.Browser;

[Collection(nameof(BrowserSuite))]
public sealed class OrderingTests(LiveShop shop, Chromium chromium)
{
    [Fact]
    public async Task A_new_order_appears_and_changes_by_itself_in_another_window_of_its_customer_alone()
    {
        var name = $"Live {Guid.NewGuid():N}";
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        await using var other = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/orders");
        await new OrdersPage(page).OrderByNameAsync($"First {name}");
        await Assertions.Expect(new OrderPage(page).Thanks).ToBeVisibleAsync();
        var watched = new OrdersPage(await visitor.OpenAsync("/orders"));
        await Assertions.Expect(watched.Live).ToBeVisibleAsync();
        var theirs = new OrdersPage(await other.OpenAsync("/orders"));
        await Assertions.Expect(theirs.Row(name)).ToHaveCountAsync(0);

        await page.GotoAsync("/orders");
        await new OrdersPage(page).OrderByNameAsync(name);
        await Assertions.Expect(watched.Row(name)).ToHaveCountAsync(2);

        await new OrderPage(page).RenameAsync($"Renamed {name}");
        await Assertions.Expect(watched.Row($"Renamed {name}")).ToHaveCountAsync(1);

        await new OrderPage(page).DeleteAsync();
        await Assertions.Expect(watched.Row(name)).ToHaveCountAsync(1);
        Assert.Empty(other.Complaints.Concat(visitor.Complaints));
    }

    [Fact]
    public async Task Two_who_rename_one_order_lose_neither_change()
    {
        var made = await shop.OrderAsync($"First {Guid.NewGuid():N}");
        await using var one = await chromium.VisitAsync(await shop.AddressAsync());
        await using var other = await chromium.VisitAsync(await shop.AddressAsync());
        var mine = new OrderPage(await one.OpenAsync($"/orders/{made.Uuid}"));
        var theirs = new OrderPage(await other.OpenAsync($"/orders/{made.Uuid}"));

        await theirs.RenameAsync("Theirs");
        await Assertions.Expect(theirs.Name).ToHaveTextAsync("Theirs");
        await Assertions.Expect(mine.ChangedElsewhere).ToBeVisibleAsync();
        await mine.RenameAsync("Mine");

        await Assertions.Expect(mine.Conflict).ToBeVisibleAsync();
        await Assertions.Expect(mine.Name).ToHaveTextAsync("Theirs");
        await Assertions.Expect(mine.NameField).ToHaveValueAsync("Mine");
        await mine.RenameAsync("Mine after all");
        await Assertions.Expect(mine.Name).ToHaveTextAsync("Mine after all");
    }

    [Fact]
    public async Task A_refused_name_stays_in_its_field()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync(), new() { JavaScriptEnabled = false });
        var page = await visitor.OpenAsync("/orders");

        await new OrdersPage(page).OrderByNameAsync("   ");

        await Assertions.Expect(page.GetByText("The name must have 1 to 200 characters")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Title of the book")).ToHaveValueAsync("   ");
    }

    [Fact]
    public async Task A_book_is_found_and_put_into_the_cart_by_keyboard_alone()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/catalogue");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await PressUntilAsync(page, "Tab", "document.activeElement.name === 'query'");
        await page.Keyboard.TypeAsync("hound");
        await Assertions.Expect(new CataloguePage(page).Titles).ToHaveCountAsync(1);
        await PressUntilAsync(page, "Tab", "document.activeElement.closest('.add-form') !== null");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("#toast")).ToContainTextAsync("In your cart: The Hound of the Baskervilles");
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("1");
    }

    private static async Task PressUntilAsync(IPage page, string key, string condition)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await page.Keyboard.PressAsync(key);
            if (await page.EvaluateAsync<bool>(condition))
                return;
        }

        Assert.Fail($"40 presses of {key} did not make true: {condition}");
    }
}
