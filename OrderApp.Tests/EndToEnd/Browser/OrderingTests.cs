using Microsoft.Playwright;
using OrderApp.Tests.EndToEnd.Browser.Pages;

namespace OrderApp.Tests.EndToEnd.Browser;

[Collection(nameof(BrowserSuite))]
public sealed class OrderingTests(LiveShop shop, Chromium chromium)
{
    [Fact]
    public async Task A_visitor_orders_a_recommended_book_and_finds_it_among_the_orders()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var book = await new HomePage(await visitor.OpenAsync("/")).OpenFirstRecommendedAsync();
        var title = await book.TitleAsync();

        var order = await book.OrderAsync();

        await Assertions.Expect(order.Thanks).ToBeVisibleAsync();
        await Assertions.Expect(order.Name).ToHaveTextAsync(title);
        var orders = await order.OpenAllOrdersAsync();
        await Assertions.Expect(orders.Row(title).First).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_new_order_appears_and_changes_by_itself_in_another_window()
    {
        var name = $"Live {Guid.NewGuid():N}";
        await using var watcher = await chromium.VisitAsync(await shop.AddressAsync());
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var watched = new OrdersPage(await watcher.OpenAsync("/orders"));
        await Assertions.Expect(watched.Live).ToBeVisibleAsync();
        var page = await visitor.OpenAsync("/orders");

        await new OrdersPage(page).OrderByNameAsync(name);
        await Assertions.Expect(watched.Row(name)).ToHaveCountAsync(1);
        await Assertions.Expect(watched.Row(name)).ToContainTextAsync("Open");

        await page.GotoAsync("/orders");
        await new OrdersPage(page).CompleteAsync(name);
        await Assertions.Expect(watched.Row(name)).ToContainTextAsync("Completed");

        await new OrderPage(page).DeleteAsync();
        await Assertions.Expect(watched.Row(name)).ToHaveCountAsync(0);
        Assert.Empty(watcher.Complaints.Concat(visitor.Complaints));
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
        await Assertions.Expect(page.GetByLabel("Order something by name")).ToHaveValueAsync("   ");
    }

    [Fact]
    public async Task A_book_is_found_and_ordered_by_keyboard_alone()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/catalogue");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await PressUntilAsync(page, "Tab", "document.activeElement.name === 'query'");
        await page.Keyboard.TypeAsync("hound");
        await Assertions.Expect(new CataloguePage(page).Titles).ToHaveCountAsync(1);
        await PressUntilAsync(page, "Tab", "document.activeElement.closest('.order-form') !== null");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(new OrderPage(page).Thanks).ToBeVisibleAsync();
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
