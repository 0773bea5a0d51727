using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.Marketplace;

/// <summary>The operator's pages of books, stock and the day.</summary>
public sealed class StockroomPageTests(PostgresServer postgres)
{
    private static readonly string[] Pages = ["/operator", "/operator/stock", "/operator/stock/1", "/operator/books", "/operator/books/add", "/operator/books/import", "/operator/campaign", "/operator/reviews"];

    [Fact]
    public async Task Customers_do_not_get_in_and_visitors_are_sent_to_sign_in()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync("ada@example.com");
        using var nobody = shop.Browser();
        using var customer = shop.Browser();
        await ShopWithAccounts.SignInAsync(customer, "ada@example.com");

        foreach (var page in Pages)
        {
            using var asked = await nobody.AskAsync(HttpMethod.Get, page);
            Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
            using var refused = await customer.AskAsync(HttpMethod.Get, page);
            Assert.Equal((page, HttpStatusCode.Forbidden), (page, refused.StatusCode));
        }
    }

    [Fact]
    public async Task With_every_service_away_each_page_says_what_is_missing_and_the_day_is_still_there()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await OperatorAsync(shop);
        foreach (var service in new[] { shop.Shop.OrderService, shop.Shop.TransactionService, shop.Shop.InventoryService, shop.Shop.CatalogueService, shop.Shop.CartService })
            await service.StopAsync();

        var day = await browser.OpenAsync("/operator");
        Assert.Equal(4, day.QuerySelectorAll(".charts .notice").Length);
        foreach (var page in new[] { "/operator/stock", "/operator/stock/1", "/operator/books", "/operator/campaign" })
        {
            using var answer = await browser.AskAsync(HttpMethod.Get, page);
            Assert.Equal((page, HttpStatusCode.ServiceUnavailable), (page, answer.StatusCode));
            Assert.NotEmpty((await PlainBrowser.ReadAsync(answer)).QuerySelectorAll(".notice"));
        }
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_shown_again_with_what_was_typed_and_the_errors_beside_their_fields()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await OperatorAsync(shop);

        using var answer = await browser.SendAsync("/operator/books/add", "book", ("title", "Dune"), ("price", "a lot"), ("year", "soon"), ("category", "ScienceFiction"));
        var page = await PlainBrowser.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["Dune", "a lot", "soon"], new[] { "title", "price", "year" }.Select(name => page.QuerySelector<IHtmlInputElement>($"#{name}")!.Value));
        Assert.Equal("ScienceFiction", page.QuerySelector<IHtmlSelectElement>("#category")!.Value);
        Assert.Equal("price-hint price-error", page.QuerySelector("#price")!.GetAttribute("aria-describedby"));
        Assert.NotNull(page.QuerySelector("#year-error"));
        Assert.Equal(["#year", "#price"], page.QuerySelectorAll("#errors a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_file_is_its_uploaders_alone_can_be_thrown_away_and_must_be_a_list()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await OperatorAsync(shop);
        using var empty = await UploadAsync(browser, "");
        using var taken = await UploadAsync(browser, "id,title\n1,One\n");
        var address = taken.Headers.Location!.ToString();

        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.StartsWith("/operator/books/import/", address, StringComparison.Ordinal);
        var page = await browser.OpenAsync(address);
        Assert.Equal("1", page.QuerySelector<IHtmlSelectElement>("#column-Title")!.Value);
        using var removed = await browser.SendAsync(address, "remove");
        using var gone = await browser.AskAsync(HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_mail_programs_one_click_stops_mails_without_cookies_or_a_page()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        var (headers, _, account) = await shop.Accounts.JoinAsync("ada@example.com");
        await shop.Accounts.Client.ConfirmEmailAsync(new() { Token = await shop.Accounts.Mail.FindTokenAsync("ada@example.com", "Confirm your address") });
        await shop.Accounts.Client.UpdateAccountAsync(new() { AcceptsMails = true }, headers);
        var receiver = await shop.Accounts.Client.GetMailReceiverAsync(new() { AccountId = account.AccountId }, await shop.Accounts.ServiceHeadersAsync());
        using var form = new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded");

        using var answer = await shop.Shop.Http.PostAsync(new Uri($"/account/stop-mails?token={receiver.StopToken}", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False((await shop.Accounts.Client.GetAccountAsync(new(), headers)).AcceptsMails);
    }

    [Fact]
    public async Task Mails_of_offers_are_agreed_to_at_registration_and_taken_back_on_the_accounts_page()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = shop.Browser();
        using var registered = await browser.SendAsync(
            "/account/register", "register", ("name", "Ada"), ("email", "ada@example.com"), ("password", ShopWithAccounts.Password), ("acceptsMails", "true"));
        await ShopWithAccounts.SignInAsync(browser, "ada@example.com");
        Assert.True((await browser.OpenAsync("/account")).QuerySelector<IHtmlInputElement>("[name=acceptsMails]")!.IsChecked);

        var form = (await browser.OpenAsync("/account")).QuerySelector<IHtmlFormElement>("#account")!;
        form.QuerySelector<IHtmlInputElement>("[name=acceptsMails]")!.IsChecked = false;
        using var saved = await browser.SendAsync(form);

        Assert.False((await browser.OpenAsync("/account")).QuerySelector<IHtmlInputElement>("[name=acceptsMails]")!.IsChecked);
    }

    private static async Task<PlainBrowser> OperatorAsync(ShopWithAccounts shop)
    {
        var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, AccountsHost.OperatorEmail);
        return browser;
    }

    private static async Task<HttpResponseMessage> UploadAsync(PlainBrowser browser, string content)
    {
        var token = (await browser.OpenAsync("/operator/books/import")).QuerySelector<IHtmlInputElement>("#upload [name=__RequestVerificationToken]")!.Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "list.csv" },
        };
        return await browser.PostAsync("/operator/books/import", form);
    }
}
