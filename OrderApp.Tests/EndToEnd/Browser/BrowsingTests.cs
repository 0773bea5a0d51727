using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OrderApp.Tests.EndToEnd.Browser.Pages;

namespace OrderApp.Tests.EndToEnd.Browser;

[Collection(nameof(BrowserSuite))]
public sealed partial class BrowsingTests(LiveShop shop, Chromium chromium)
{
    [Fact]
    public async Task Books_are_found_while_one_types()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/catalogue");
        var catalogue = new CataloguePage(page);

        await catalogue.TypeAsync("hound");
        await Assertions.Expect(catalogue.Titles).ToHaveTextAsync(["The Hound of the Baskervilles"]);
        await Assertions.Expect(page).ToHaveURLAsync(HoundQuery());

        await catalogue.TypeAsync("zzz");
        await Assertions.Expect(catalogue.Nothing).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task The_map_zooms_and_moves_and_takes_a_rectangle()
    {
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await visitor.OpenAsync("/routes");
        var routes = new RoutesPage(page);
        await Assertions.Expect(routes.Places).ToHaveCountAsync(100);
        var whole = await routes.ViewAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        var zoomed = await routes.ViewAsync();
        await routes.Map.PressAsync("ArrowRight");
        var moved = await routes.ViewAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Everything" }).ClickAsync();
        await routes.PickRectangleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(RectangleQuery());

        Assert.Equal(3, new HashSet<string?> { whole, zoomed, moved }.Count);
        await Assertions.Expect(routes.Places).Not.ToHaveCountAsync(100);
        Assert.InRange(await routes.Places.CountAsync(), 1, 99);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_trip_is_measured_with_and_without_scripts()
    {
        var results = new List<string>();
        foreach (var scripts in new[] { true, false })
        {
            await using var visitor = await chromium.VisitAsync(await shop.AddressAsync(), new() { JavaScriptEnabled = scripts });
            var page = await visitor.OpenAsync("/routes");
            var routes = new RoutesPage(page);
            await routes.ChooseAsync("Patriots Path, Mendham, NJ 07945, USA");
            await routes.ChooseAsync("101 New Jersey 10, Whippany, NJ 07981, USA");
            await page.GetByRole(AriaRole.Button, new() { Name = "Measure the trip" }).ClickAsync();
            await Assertions.Expect(routes.TripResult).ToContainTextAsync("2 points, 2 of them places of the map");
            results.Add((await routes.TripResult.InnerTextAsync()).Trim());
        }

        Assert.Equal(results[0], results[1]);
    }

    [Fact]
    public async Task A_note_on_the_map_is_seen_in_another_window()
    {
        var text = $"Hello {Guid.NewGuid():N}";
        await using var one = await chromium.VisitAsync(await shop.AddressAsync());
        await using var other = await chromium.VisitAsync(await shop.AddressAsync());
        var mine = new RoutesPage(await one.OpenAsync("/routes"));
        var theirs = new RoutesPage(await other.OpenAsync("/routes"));

        await mine.LeaveNoteAsync(text);

        await Assertions.Expect(theirs.Notes.Filter(new() { HasText = text })).ToHaveCountAsync(1);
        await Assertions.Expect(mine.Notes.Filter(new() { HasText = text })).ToHaveCountAsync(1);
        Assert.Empty(one.Complaints.Concat(other.Complaints));
    }

    [Fact]
    public async Task Without_scripts_a_note_is_left_and_shown_and_stays_after_a_reload()
    {
        var text = $"Hello {Guid.NewGuid():N}";
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync(), new() { JavaScriptEnabled = false });
        var page = await visitor.OpenAsync("/routes");
        var routes = new RoutesPage(page);

        await routes.LeaveNoteAsync(text);
        await Assertions.Expect(routes.Notes.Filter(new() { HasText = text })).ToHaveCountAsync(1);
        await page.ReloadAsync();

        await Assertions.Expect(routes.Notes.Filter(new() { HasText = text })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_note_that_was_there_before_is_shown_once_to_a_window_that_follows_the_chat()
    {
        var (before, after) = ($"Before {Guid.NewGuid():N}", $"After {Guid.NewGuid():N}");
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var earlier = new RoutesPage(await visitor.OpenAsync("/routes"));
        await earlier.LeaveNoteAsync(before);
        await Assertions.Expect(earlier.Notes.Filter(new() { HasText = before })).ToHaveCountAsync(1);
        var routes = new RoutesPage(await visitor.OpenAsync("/routes"));
        await Assertions.Expect(routes.Notes.Filter(new() { HasText = before })).ToHaveCountAsync(1);

        await routes.LeaveNoteAsync(after);

        await Assertions.Expect(routes.Notes.Filter(new() { HasText = after })).ToHaveCountAsync(1);
        await Assertions.Expect(routes.Notes.Filter(new() { HasText = before })).ToHaveCountAsync(1);
    }

    [GeneratedRegex("query=hound")]
    private static partial Regex HoundQuery();

    [GeneratedRegex(@"/routes\?south=")]
    private static partial Regex RectangleQuery();
}
