using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OrderApp.Tests.Marketplace;

public sealed class OrderHistoryPageTests
{
    [Fact]
    public async Task The_page_of_an_order_tells_what_was_changed_in_the_readers_language()
    {
        await using var shop = await Shop.OpenAsync();
        var address = await ChangedAsync(shop, "completed=true", "completed=false&name=Dune+Messiah", "name=Dune+Messiah", "date=2026-12-01T10:00:00Z");
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);
        using var russian = new PlainBrowser(shop.Marketplace.HttpAddress, "ru");

        Assert.Equal(
            [
                "Recorded", "Completed", "Renamed from “Dune” to “Dune Messiah”", "Reopened", "Saved without a change",
                "Date changed from 20 November 2026, 11:36 UTC to 1 December 2026, 10:00 UTC",
            ],
            await HistoryAsync(browser, address));
        Assert.Equal(
            ["Записан", "Выполнен", "Переименован: было «Dune», стало «Dune Messiah»", "Снова открыт", "Сохранён без изменений", "Дата изменена с 20 ноября 2026, 11:36 UTC на 1 декабря 2026, 10:00 UTC"],
            await HistoryAsync(russian, address));
    }

    [Fact]
    public async Task A_long_history_is_read_page_by_page()
    {
        await using var shop = await Shop.OpenAsync();
        var address = await ChangedAsync(shop, [.. Enumerable.Range(1, 104).Select(number => $"name=Version+{number}")]);
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        var first = await browser.OpenAsync(address);
        var rest = await HistoryAsync(browser, first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal(100, first.QuerySelectorAll(".history strong").Length);
        Assert.Equal(["Changed", .. Enumerable.Range(101, 4).Select(number => $"Renamed from “Version {number - 1}” to “Version {number}”")], rest);
    }

    [Fact]
    public async Task An_order_whose_events_are_no_longer_kept_still_tells_when_it_was_recorded()
    {
        await using var shop = await Shop.OpenAsync();
        var address = await ChangedAsync(shop);
        shop.Orders.ForgetEvents();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        Assert.Equal(["Recorded"], await HistoryAsync(browser, address));
    }

    [Fact]
    public async Task The_api_lists_the_events_of_an_order_page_by_page()
    {
        await using var shop = await Shop.OpenAsync();
        var address = await ChangedAsync(shop, "completed=true", "name=Emma");
        var events = address.Replace("/orders/", "/order/", StringComparison.Ordinal) + "/events";

        var first = await GetAsync(shop, $"{events}?page_size=2");
        var second = await GetAsync(shop, $"{events}?page_size=2&page_token={first["nextPageToken"]}");

        var all = first["events"]!.AsArray().Concat(second["events"]!.AsArray()).ToList();
        Assert.Equal(["CREATED", "UPDATED", "UPDATED"], all.Select(happened => (string?)happened!["type"]));
        Assert.Equal(["Dune", "Dune", "Emma"], all.Select(happened => (string?)happened!["order"]!["name"]));
        Assert.Equal("", (string?)second["nextPageToken"]);
    }

    // The address of the page of an order "Dune" that was changed so.
    private static async Task<string> ChangedAsync(Shop shop, params string[] changes)
    {
        using var made = await shop.Http.PostAsync(new Uri("/order?name=Dune", UriKind.Relative), null, TestContext.Current.CancellationToken);
        foreach (var change in changes)
        {
            using var changed = await shop.Http.PatchAsync(
                new Uri($"{made.Headers.Location}?{change}", UriKind.Relative), null, TestContext.Current.CancellationToken);
            changed.EnsureSuccessStatusCode();
        }

        return $"{made.Headers.Location}".Replace("/order/", "/orders/", StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> HistoryAsync(PlainBrowser browser, string address) =>
        (await browser.OpenAsync(address)).QuerySelectorAll(".history strong").Select(change => change.TextContent);

    private static async Task<JsonNode> GetAsync(Shop shop, string address) =>
        await shop.Http.GetFromJsonAsync<JsonNode>(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException("no body");
}
