using System.Net;
using AngleSharp.Html.Dom;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;

namespace OrderApp.Tests.Marketplace;

/// <summary>A shop with the real user service, of which the marketplace is a client with credentials of its own.</summary>
internal sealed class ShopWithAccounts : IAsyncDisposable
{
    public const string Password = AccountsHost.Password;
    private const string Secret = "the marketplace's own secret";

    private ShopWithAccounts(Shop shop, AccountsHost accounts) => (Shop, Accounts) = (shop, accounts);

    public Shop Shop { get; }

    public AccountsHost Accounts { get; }

    public FakeOrders Orders => Shop.Orders;

    public static async Task<ShopWithAccounts> OpenAsync(
        PostgresServer postgres, (string Key, string Value)[]? accountSettings = null, (string Key, string Value)[]? shopSettings = null)
    {
        var accounts = await AccountsHost.StartAsync(
            postgres,
            [
                ("Accounts:Clients:marketplace:Secret", Secret), ("Accounts:Clients:marketplace:Roles:0", "service"),
                ("Accounts:Clients:swagger:RedirectUris:0", $"{AccountsHost.Issuer}docs/oauth2-redirect.html"),
                .. accountSettings ?? [],
            ]);
        var shop = await Shop.OpenAsync(
        [
            ("services:userservice:grpc:0", accounts.Service.GrpcAddress.ToString()),
            ("services:userservice:http:0", accounts.Service.HttpAddress.ToString()),
            ("Auth:Authority", accounts.Service.HttpAddress.ToString()),
            ("Auth:ClientId", "marketplace"),
            ("Auth:ClientSecret", Secret),
            .. shopSettings ?? [],
        ]);
        return new(shop, accounts);
    }

    public PlainBrowser Browser(string language = "en") => new(Shop.Marketplace.HttpAddress, language);

    /// <summary>Makes an account behind the shop's back, and answers its id.</summary>
    public async Task<string> JoinAsync(string email) => (await Accounts.JoinAsync(email)).Account.AccountId;

    /// <summary>Signs in with the form, and demands that it works.</summary>
    public static async Task SignInAsync(PlainBrowser browser, string email)
    {
        using var answer = await browser.SendAsync("/account/sign-in", "sign-in", ("email", email), ("password", Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    /// <summary>What the header calls the visitor; null where it offers to sign in.</summary>
    public static async Task<string?> WhoAsync(PlainBrowser browser, string address = "/") => Who(await browser.OpenAsync(address));

    public static string? Who(IHtmlDocument page) => page.QuerySelector(".visitor a.who")?.LastChild!.TextContent.Trim();

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Accounts.DisposeAsync();
    }
}
