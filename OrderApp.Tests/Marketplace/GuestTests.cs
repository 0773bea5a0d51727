using System.Net;
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
    public async Task Where_orders_need_somebody_a_visitor_is_asked_to_sign_in_and_a_guest_orders()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        shop.Orders.RefusesNobody = true;
        using var browser = shop.Browser();

        using var first = await browser.AskAsync(HttpMethod.Get, "/orders");
        var page = await PlainBrowser.ReadAsync(first);
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));

        Assert.Equal(HttpStatusCode.Unauthorized, first.StatusCode);
        Assert.Equal("/account/sign-in?returnUrl=%2Forders", page.QuerySelector("main .notice a")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.Redirect, ordered.StatusCode);
        Assert.Single(shop.Orders.All);
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
