using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>The way into an account and out of it, by the pages alone.</summary>
public sealed class SignInTests(PostgresServer postgres)
{
    private const string Email = "ada@example.com";

    [Fact]
    public async Task A_visitor_registers_confirms_signs_in_orders_and_signs_out()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres, [("Accounts:RequireConfirmedEmail", "true")]);
        using var browser = shop.Browser();

        using var registered = await browser.SendAsync(
            "/account/register?returnUrl=/orders", "register", ("name", "Ada"), ("email", Email), ("password", ShopWithAccounts.Password));
        Assert.Equal("/account/sign-in?notice=registered&ReturnUrl=%2Forders", registered.Headers.Location?.ToString());
        using var early = await browser.SendAsync("/account/sign-in", "sign-in", ("email", Email), ("password", ShopWithAccounts.Password));
        Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);

        var token = await shop.Accounts.Mail.FindTokenAsync(Email, "Confirm your address");
        using var confirmed = await browser.SendAsync($"/account/confirm-email?token={token}", "confirm");
        Assert.Equal("/account/sign-in?notice=confirmed", confirmed.Headers.Location?.ToString());
        using var entered = await browser.SendAsync(
            "/account/sign-in?returnUrl=/orders", "sign-in", ("email", Email), ("password", ShopWithAccounts.Password));
        Assert.Equal("/orders", entered.Headers.Location?.ToString());

        shop.Orders.Add(1);
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));
        var mine = await browser.OpenAsync("/orders");
        Assert.Equal("Ada", ShopWithAccounts.Who(mine));
        Assert.Equal("My orders", mine.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Dune"], mine.QuerySelectorAll(".order .name").Select(name => name.TextContent.Trim()));

        using var left = await browser.SendAsync("/orders", "sign-out");
        Assert.Equal("/", left.Headers.Location?.ToString());
        Assert.Null(await ShopWithAccounts.WhoAsync(browser));
        Assert.Equal(0, await shop.Accounts.ScalarAsync<long>("SELECT count(*) FROM \"OpenIddictTokens\" WHERE \"Status\" = 'valid' AND \"Type\" LIKE '%refresh_token'"));
    }

    [Fact]
    public async Task A_link_alone_confirms_nothing_and_a_wrong_one_says_so()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres, [("Accounts:RequireConfirmedEmail", "true")]);
        using var browser = shop.Browser();
        await shop.Accounts.RegisterAsync(Email);

        await browser.OpenAsync($"/account/confirm-email?token={await shop.Accounts.Mail.FindTokenAsync(Email, "Confirm your address")}");
        using var wrong = await browser.SendAsync("/account/confirm-email?token=wrong", "confirm");

        Assert.False(await shop.Accounts.ScalarAsync<bool>("SELECT email_confirmed FROM accounts WHERE email = 'ada@example.com'"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("This link does not work any more.", await TextAsync(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_registration_keeps_what_was_typed_but_the_password_and_says_at_each_field_what_is_wrong()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = shop.Browser("ru");

        using var answer = await browser.SendAsync("/account/register", "register", ("name", "Ада"), ("email", Email), ("password", "12345"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await PlainBrowser.ReadAsync(answer);
        Assert.Equal("Ада", page.QuerySelector<IHtmlInputElement>("#name")!.Value);
        Assert.Equal(Email, page.QuerySelector<IHtmlInputElement>("#email")!.Value);
        var password = page.QuerySelector<IHtmlInputElement>("#password")!;
        Assert.Equal("", password.Value);
        Assert.Equal("true", password.GetAttribute("aria-invalid"));
        Assert.Contains("password-error", password.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal("В пароле должно быть не менее 8 символов.", page.QuerySelector("#password-error")!.TextContent);
        Assert.Equal("#password", page.QuerySelector("#errors[role=alert] a")!.GetAttribute("href"));
        Assert.DoesNotContain("12345", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_there_is_an_account_is_told_by_no_answer()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();

        foreach (var (address, form) in new[] { ("/account/register", "register"), ("/account/forgotten-password", "forgotten"), ("/account/sign-in", "sign-in") })
        {
            var answers = new List<(HttpStatusCode Status, string? Location, string Text)>();
            foreach (var email in new[] { Email, "nobody@example.com" })
            {
                using var answer = await browser.SendAsync(address, form, ("name", "Eve"), ("email", email), ("password", $"{form} horse battery"));
                answers.Add((answer.StatusCode, answer.Headers.Location?.ToString(), (await TextAsync(answer)).Replace(email, "", StringComparison.Ordinal)));
            }

            Assert.Equal(answers[0], answers[1]);
        }
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_the_link_of_a_mail()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();

        using var asked = await browser.SendAsync("/account/forgotten-password", "forgotten", ("email", Email));
        var token = await shop.Accounts.Mail.FindTokenAsync(Email, "A new password");
        using var easy = await browser.SendAsync($"/account/reset-password?token={token}", "reset", ("new_password", "password"));
        using var reset = await browser.SendAsync($"/account/reset-password?token={token}", "reset", ("new_password", "another horse battery"));
        using var again = await browser.SendAsync($"/account/reset-password?token={token}", "reset", ("new_password", "a third horse battery"));
        using var entered = await browser.SendAsync("/account/sign-in", "sign-in", ("email", Email), ("password", "another horse battery"));

        Assert.Equal("/account/forgotten-password?sent=True", asked.Headers.Location?.ToString());
        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.Redirect, HttpStatusCode.BadRequest, HttpStatusCode.Redirect],
            new[] { easy, reset, again, entered }.Select(answer => answer.StatusCode));
        Assert.Contains("too easy to guess", await TextAsync(easy), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/orders?query=a%20b", "/orders?query=a%20b")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\u00e9", "/")]
    public async Task After_signing_in_only_a_page_of_the_shop_is_gone_to(string wanted, string expected)
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();

        using var answer = await browser.SendAsync(
            $"/account/sign-in?returnUrl={Uri.EscapeDataString(wanted)}", "sign-in", ("email", Email), ("password", ShopWithAccounts.Password));

        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Forms_about_accounts_are_taken_from_their_pages_alone()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);

        foreach (var address in new[]
        {
            "/account/sign-in", "/account/sign-out", "/account/register", "/account/forgotten-password", "/account/reset-password", "/account/confirm-email",
            "/account", "/account/password", "/account/delete",
        })
        {
            using var answer = await browser.AskAsync(HttpMethod.Post, address);
            Assert.Equal((address, HttpStatusCode.BadRequest), (address, answer.StatusCode));
        }

        using var get = await browser.AskAsync(HttpMethod.Get, "/account/sign-out");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        Assert.Equal("Ada", await ShopWithAccounts.WhoAsync(browser));
    }

    [Theory]
    [InlineData("Development", false)]
    [InlineData("Production", true)]
    public async Task The_sessions_cookies_are_kept_from_scripts_other_sites_and_outside_development_from_open_lines(string environment, bool isSecure)
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres, null, [("environment", environment)]);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));

        await ShopWithAccounts.SignInAsync(browser, Email);

        var cookies = browser.CookiesSet.Where(cookie => cookie.StartsWith("session", StringComparison.Ordinal) || cookie.StartsWith("guest=", StringComparison.Ordinal)).ToList();
        Assert.Contains(cookies, cookie => cookie.StartsWith("session=", StringComparison.Ordinal));
        Assert.Contains(cookies, cookie => cookie.StartsWith("guest=", StringComparison.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        });
        Assert.DoesNotContain(cookies, cookie => cookie.StartsWith("session=", StringComparison.Ordinal) && cookie.Contains("expires", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_user_service_is_told_the_visitors_address()
    {
        await using var shop = await Shop.OpenAsync();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        using var answer = await browser.SendAsync("/account/sign-in", "sign-in", ("email", Email), ("password", "x"));

        Assert.Equal("127.0.0.1", shop.Accounts.LastAddress);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("Too many tries.", await TextAsync(answer), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        (await PlainBrowser.ReadAsync(answer)).QuerySelector("main")?.TextContent ?? "";
}
