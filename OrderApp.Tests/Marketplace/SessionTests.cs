using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>How a session lasts: its tokens are renewed, and what becomes of it when they cannot be.</summary>
public sealed class SessionTests(PostgresServer postgres)
{
    private const string Email = "ada@example.com";

    // Less than a minute is left from the beginning: each request renews.
    private static readonly (string, string)[] ShortTokens = [("Accounts:AccessTokenLifetime", "00:00:30"), ("Accounts:RefreshTokenReuse", "00:00:00")];

    [Fact]
    public async Task Requests_that_race_renew_the_tokens_once_and_all_go_on()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres, ShortTokens);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);
        var before = await RenewalsAsync(shop);

        // A second use of one refresh token would end the session.
        var racing = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ShopWithAccounts.WhoAsync(browser, "/catalogue/1")));
        var renewals = await RenewalsAsync(shop) - before;
        var after = await ShopWithAccounts.WhoAsync(browser);

        Assert.All(racing, name => Assert.Equal("Ada", name));
        Assert.Equal("Ada", after);
        // Those that came after the first answer had its cookie may have renewed again.
        Assert.InRange(renewals, 1, 11);
        Assert.Equal(0, await shop.Accounts.ScalarAsync<long>("SELECT count(*) FROM \"OpenIddictTokens\" WHERE \"Status\" = 'revoked'"));
    }

    [Fact]
    public async Task A_session_whose_tokens_are_refused_ends()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres, ShortTokens);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);
        await using (var end = shop.Accounts.Database.CreateCommand("DELETE FROM \"OpenIddictTokens\""))
            await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Null(await ShopWithAccounts.WhoAsync(browser));

        Assert.Contains(browser.CookiesSet, cookie => cookie.StartsWith("session=;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_user_service_is_away_who_is_signed_in_stays_so_and_nothing_is_ordered_in_nobodys_name()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres, [("Accounts:AccessTokenLifetime", "00:00:02")]);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);
        await shop.Accounts.Service.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);

        var book = await browser.OpenAsync("/catalogue/1");
        using var ordered = await browser.SendAsync(book.QuerySelector<IHtmlFormElement>("form.add-form")!);
        var orders = await browser.OpenAsync("/orders");
        using var account = await browser.AskAsync(HttpMethod.Get, "/account");

        Assert.Equal("Ada", ShopWithAccounts.Who(book));
        Assert.Contains("Your account cannot be reached at the moment.", book.QuerySelector("main .notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ordered.StatusCode);
        Assert.Null(shop.Shop.Cart.Last);
        Assert.Contains("Orders are missing at the moment.", orders.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, account.StatusCode);
        Assert.DoesNotContain(browser.CookiesSet, cookie => cookie.StartsWith("session=;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_signed_in_visitor_sees_is_kept_in_no_cache()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);

        using var answer = await browser.AskAsync(HttpMethod.Get, "/routes");

        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    private static Task<long> RenewalsAsync(ShopWithAccounts shop) =>
        shop.Accounts.ScalarAsync<long>("SELECT count(*) FROM \"OpenIddictTokens\" WHERE \"Status\" = 'redeemed'");
}
