using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OrderApp.Protos;
using OrderApp.Tests.EndToEnd.Browser.Pages;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>An operator keeps books, stock and the campaign, without SQL.</summary>
[Collection(nameof(BrowserSuite))]
public sealed partial class StockroomTests(LiveShop shop, Chromium chromium)
{
    [Fact]
    public async Task An_operator_adds_a_book_gives_it_copies_and_hides_it()
    {
        var title = $"The Word for World {Guid.NewGuid():N}";
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await EnterAsync(visitor, "/operator/books/add");

        await page.GetByLabel("Book title").FillAsync(title);
        await page.GetByLabel("Authors").FillAsync("Ursula K. Le Guin");
        await page.GetByLabel("Price").FillAsync("12,50");
        await page.GetByLabel("Year").FillAsync("nineteen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the book" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Book title")).ToHaveValueAsync(title);
        await Assertions.Expect(page.Locator("#year-error")).ToBeVisibleAsync();
        await page.GetByLabel("Year").FillAsync("1972");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the book" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The book is added.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Price")).ToHaveValueAsync("12.50");
        await page.GetByRole(AriaRole.Link, new() { Name = "Copies", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Copies" }).FillAsync("10");
        await page.GetByLabel("Reason").FillAsync("came in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the stock" }).ClickAsync();
        await Assertions.Expect(page.GetByText("10 copies were added.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Copies" }).FillAsync("-11");
        await page.GetByLabel("Reason").FillAsync("lost");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the stock" }).ClickAsync();
        await Assertions.Expect(page.GetByText("There are not that many copies to take out.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "came in" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Change the book" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hide this book" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The book is hidden.")).ToBeVisibleAsync();
        var books = new Catalogue.CatalogueClient(await shop.ChannelAsync());
        Assert.Empty((await books.ListBooksAsync(new() { Query = title })).Books);
        Assert.DoesNotContain(visitor.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal) && !complaint.Contains("409", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_operator_imports_a_file_and_saves_what_was_refused_with_and_without_scripts(bool scripts)
    {
        var mark = $"{Guid.NewGuid():N}";
        var file = $"Код;Наименование;Автор;Цена;Год\n1;Солярис {mark};Станислав Лем;12,50;1961\n2;Пикник {mark};Стругацкие;много;1972\n3;;Никто;1,00;1999\n";
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync(), new() { JavaScriptEnabled = scripts });
        var page = await EnterAsync(visitor, "/operator/books/import");

        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = $"{mark}.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(file) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = $"Солярис {mark}" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Book title")).ToHaveValueAsync("1");
        await page.ReloadAsync();
        if (scripts)
        {
            await Shots.TakeAsync(page, "my-import-columns");
            Assert.Empty((await page.RunAxe()).Violations.Select(rule => $"{rule.Id}: {string.Join("; ", rule.Nodes.Select(node => node.Html))}"));
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Import the books" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The file is imported.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "3 Цена not an amount" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "4 title must not be empty" })).ToBeVisibleAsync();
        if (scripts)
        {
            await Shots.TakeAsync(page, "my-import-done");
            Assert.Empty((await page.RunAxe()).Violations.Select(rule => $"{rule.Id}: {string.Join("; ", rule.Nodes.Select(node => node.Html))}"));
        }

        var books = new Catalogue.CatalogueClient(await shop.ChannelAsync());
        var book = Assert.Single((await books.ListBooksAsync(new() { Query = mark })).Books);
        Assert.Equal(("Станислав Лем", 12.5m, 1961), (book.Authors, book.Price.DecimalValue, book.Year));
        var waiting = page.WaitForDownloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Save the refused rows as a file" }).ClickAsync();
        var saved = await File.ReadAllLinesAsync((await (await waiting).PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(["line,column,reason", "3,Цена,not an amount", "4,title,must not be empty"], saved);
    }

    [Fact]
    public async Task A_campaigns_mail_comes_once_to_who_agreed_and_its_link_ends_such_mails()
    {
        var accounts = await shop.AccountsAsync();
        var email = $"reader-{Guid.NewGuid():N}@example.com";
        await accounts.Client.RegisterAsync(new() { Email = email, Password = AccountsHost.Password, Name = "Reader", AcceptsMails = true });
        await accounts.Client.ConfirmEmailAsync(new() { Token = await accounts.Mail.FindTokenAsync(email, "Confirm your address") });
        await using var visitor = await chromium.VisitAsync(await shop.AddressAsync());
        var page = await EnterAsync(visitor, "/operator/campaign");

        await page.GetByRole(AriaRole.Button, new() { Name = "Start a campaign" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link, new() { Name = "Say first that the mails may go out." }).ClickAsync();
        await page.GetByLabel("Yes, send the mails now.").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start a campaign" }).ClickAsync();
        var mail = await accounts.Mail.FindAsync(email, "A book is on us");

        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync("/operator/campaign");
                return await page.GetByRole(AriaRole.Button, new() { Name = "Start a campaign" }).IsVisibleAsync();
            },
            "the campaign is done");
        await Shots.TakeAsync(page, "my-campaign-done");
        Assert.Single(accounts.Mail.Mails, sent => sent.To.Mailboxes.Single().Address == email && sent.Subject == "A book is on us");
        var link = new Uri(Link().Match(mail.Headers["List-Unsubscribe"]!).Value);
        await using var reader = await chromium.VisitAsync(await shop.AddressAsync());
        var stop = await reader.OpenAsync(link.PathAndQuery);
        Assert.Empty((await stop.RunAxe()).Violations.Select(rule => rule.Id));
        await stop.GetByRole(AriaRole.Button, new() { Name = "Stop these mails" }).ClickAsync();
        await Assertions.Expect(stop.GetByText("You will get no more mails of offers.")).ToBeVisibleAsync();
        var (headers, _, _) = await accounts.EnterAsync(email);
        Assert.False((await accounts.Client.GetAccountAsync(new(), headers)).AcceptsMails);
        Assert.Empty(reader.Complaints);
    }

    private static async Task<IPage> EnterAsync(Visitor visitor, string address)
    {
        var page = await visitor.OpenAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}");
        await new SignInPage(page).EnterAsync(AccountsHost.OperatorEmail, AccountsHost.Password);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(address)}$"));
        return page;
    }

    [GeneratedRegex("(?<=<)[^>]+(?=>)")]
    private static partial Regex Link();
}
