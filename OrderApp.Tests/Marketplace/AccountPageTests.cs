using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>The pages of one's own account.</summary>
public sealed class AccountPageTests(PostgresServer postgres)
{
    private const string Email = "ada@example.com";

    [Theory]
    [InlineData("/account")]
    [InlineData("/account/password")]
    [InlineData("/account/delete")]
    [InlineData("/account?handler=export")]
    public async Task Who_has_not_signed_in_is_sent_to_do_so_and_comes_back(string address)
    {
        await using var shop = await Shop.OpenAsync();
        using var browser = new PlainBrowser(shop.Marketplace.HttpAddress);

        using var answer = await browser.AskAsync(HttpMethod.Get, address);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/account/sign-in?notice=needed&returnUrl={Uri.EscapeDataString(address)}", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Name_and_language_are_changed_and_the_header_shows_the_new_name()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);

        using var empty = await browser.SendAsync("/account", "account", ("name", " "), ("language", "ru"));
        using var saved = await browser.SendAsync("/account", "account", ("name", "Ada Lovelace"), ("language", "ru"));
        var page = await browser.OpenAsync("/account");

        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Equal("/account", saved.Headers.Location?.ToString());
        Assert.Equal("Ada Lovelace", ShopWithAccounts.Who(page));
        Assert.Equal("ru", page.QuerySelector<IHtmlSelectElement>("#language")!.Value);
        Assert.Contains("Your changes are saved.", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_ends_every_session_but_this_one()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres, [("Accounts:AccessTokenLifetime", "00:00:30")]);
        await shop.JoinAsync(Email);
        using var here = shop.Browser();
        using var elsewhere = shop.Browser();
        await ShopWithAccounts.SignInAsync(here, Email);
        await ShopWithAccounts.SignInAsync(elsewhere, Email);

        using var wrong = await here.SendAsync("/account/password", "password", ("current_password", "wrong"), ("new_password", "another horse battery"));
        using var changed = await here.SendAsync(
            "/account/password", "password", ("current_password", ShopWithAccounts.Password), ("new_password", "another horse battery"));

        Assert.Equal("This password is wrong.", (await PlainBrowser.ReadAsync(wrong)).QuerySelector("#current_password-error")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal("Ada", await ShopWithAccounts.WhoAsync(here));
        Assert.Null(await ShopWithAccounts.WhoAsync(elsewhere));
    }

    [Fact]
    public async Task What_the_shop_knows_of_its_customer_is_saved_as_a_file()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);
        shop.Orders.Add(1);
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));

        using var answer = await browser.AskAsync(HttpMethod.Get, "/account?handler=export");

        Assert.Equal("account.json", answer.Content.Headers.ContentDisposition?.FileName);
        var document = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal(Email, (string?)document["account"]!["email"]);
        Assert.Equal("Dune", (string?)Assert.Single(document["orders"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task Orders_are_saved_as_a_file_with_ones_own_alone()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);
        shop.Orders.Add(1);
        using var ordered = await browser.SendAsync("/orders", "create", ("name", "Dune"));
        var link = (await browser.OpenAsync("/orders")).QuerySelector("a[download]")!.GetAttribute("href")!;

        using var answer = await browser.AskAsync(HttpMethod.Get, link);

        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
        Assert.Equal("Dune", (string?)JsonNode.Parse(Assert.Single(lines))!["name"]);
    }

    [Fact]
    public async Task An_account_is_deleted_by_its_password_and_the_session_with_it()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync(Email);
        using var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, Email);

        using var wrong = await browser.SendAsync("/account/delete", "delete-account", ("password", "wrong"));
        using var deleted = await browser.SendAsync("/account/delete", "delete-account", ("password", ShopWithAccounts.Password));

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("/account/sign-in?notice=deleted", deleted.Headers.Location?.ToString());
        Assert.Null(await ShopWithAccounts.WhoAsync(browser));
        Assert.Equal(0, await shop.Accounts.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE email = 'ada@example.com'"));
    }
}
