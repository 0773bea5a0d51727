using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Protos;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>Visitors without an account.</summary>
public sealed class GuestTests(PostgresServer postgres)
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task A_visitor_becomes_a_guest_when_he_orders_and_sees_his_own_orders_alone()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = shop.Browser();
        using var other = shop.Browser();
        await browser.OpenAsync("/orders");
        Assert.DoesNotContain(browser.CookiesSet, cookie => cookie.StartsWith("guest=", StringComparison.Ordinal));

        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));
        using var theirs = await other.SendAsync("/orders", "create", ("name", "Emma"));
        var mine = await browser.OpenAsync("/orders");

        Assert.Contains(browser.CookiesSet, cookie => cookie.StartsWith("guest=", StringComparison.Ordinal));
        var guests = shop.Orders.All.Select(order => order.CustomerId).ToList();
        Assert.All(guests, guest => Assert.Equal(7, Guid.Parse(guest).Version));
        Assert.Equal(2, guests.Distinct().Count());
        Assert.Equal(["Dune"], mine.QuerySelectorAll(".order .name").Select(name => name.TextContent.Trim()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)] // the order service is away at first
    public async Task A_guests_orders_become_those_of_his_account(int failures)
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        var account = await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));
        shop.Orders.FailingAssignments = failures;

        await ShopWithAccounts.SignInAsync(browser, Email);
        await Eventually.TrueAsync(
            async () => (await browser.OpenAsync("/orders")).QuerySelectorAll(".order").Length == 1, "the orders are his", TimeSpan.FromSeconds(10));

        Assert.Equal(account, Assert.Single(shop.Orders.All).CustomerId);
        Assert.Contains(browser.CookiesSet, cookie => cookie.StartsWith("guest=;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guests_cookie_that_was_changed_makes_nobody()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/orders", UriKind.Relative));
        request.Headers.Add("Cookie", $"guest={Guid.CreateVersion7()}");

        using var answer = await shop.Shop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", shop.Orders.LastCaller);
    }

    [Fact]
    public async Task Who_has_not_ordered_yet_is_shown_no_orders_and_where_to_sign_in_and_then_orders_as_a_guest()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        shop.Orders.RefusesNobody = true;
        shop.Orders.Add(1);
        using var browser = shop.Browser();

        using var first = await browser.AskAsync(HttpMethod.Get, "/orders");
        var page = await PlainBrowser.ReadAsync(first);
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));
        var mine = await browser.OpenAsync("/orders");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Empty(page.QuerySelectorAll(".order"));
        Assert.Equal("/account/sign-in?returnUrl=%2Forders", page.QuerySelector("main .empty a[href^='/account']")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.Redirect, ordered.StatusCode);
        Assert.Equal(["Dune"], mine.QuerySelectorAll(".order .name").Select(name => name.TextContent.Trim()));
    }

    [Fact]
    public async Task A_guests_cart_becomes_the_accounts_when_he_signs_in_and_the_header_counts_it()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        var account = await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        var book = await browser.OpenAsync("/catalogue/1");
        using var added = await browser.SendAsync(book.QuerySelector<IHtmlFormElement>("form.add-form")!);
        shop.Shop.Cart.Content = new() { Lines = { new CartLine { BookId = 1, Title = "The Maltese Falcon", Quantity = 3 } } };

        await ShopWithAccounts.SignInAsync(browser, Email);

        var merged = Assert.IsType<MergeCartsRequest>(shop.Shop.Cart.LastChange);
        Assert.Equal(account, merged.CartId);
        Assert.Equal(7, Guid.Parse(merged.FromCartId).Version);
        Assert.Equal("3", (await browser.OpenAsync("/")).QuerySelector("#cart-count")!.TextContent);
    }

    [Fact]
    public async Task While_the_user_service_is_away_a_guest_still_sees_books()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = shop.Browser();
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));
        await shop.Accounts.Service.DisposeAsync();

        var page = await browser.OpenAsync("/catalogue");

        Assert.NotEmpty(page.QuerySelectorAll("article.book"));
    }
}
