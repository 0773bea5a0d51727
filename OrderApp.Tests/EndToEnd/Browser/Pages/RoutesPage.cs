using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

internal sealed class RoutesPage(IPage page)
{
    public ILocator Map => page.Locator("#map");

    public ILocator Places => page.Locator("#map circle");

    public ILocator TripResult => page.Locator("#trip-result");

    public ILocator Notes => page.Locator("#chat-log p");

    public Task<string?> ViewAsync() => Map.GetAttributeAsync("viewBox");

    public Task ChooseAsync(string place) => page.GetByRole(AriaRole.Checkbox, new() { Name = place }).CheckAsync();

    public async Task LeaveNoteAsync(string text)
    {
        await page.GetByLabel("Note", new() { Exact = true }).FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    public async Task PickRectangleAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Pick a rectangle" }).ClickAsync();
        // The pointer reaches only what is in the window.
        await Map.EvaluateAsync("map => map.scrollIntoView({ block: 'center', behavior: 'instant' })");
        var box = await Map.BoundingBoxAsync() ?? throw new InvalidOperationException("the map is not shown");
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.35f), box.Y + (box.Height * 0.3f));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.6f), box.Y + (box.Height * 0.6f), new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }
}
