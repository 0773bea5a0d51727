using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;

namespace OrderApp.Tests.Marketplace;

/// <summary>The cart, the checkout and what comes of it, in a browser without scripts.</summary>
public sealed class CartPageTests(PostgresServer postgres)
{
    private static readonly (string Name, string Value)[] Delivery =
    [
        ("name", "Ada Lovelace"), ("line1", "Main Street 1"), ("city", "London"), ("postal_code", "N1"), ("country", "GB"), ("email", "ada@example.com"),
    ];

    [Fact]
    public async Task The_cart_tells_of_each_book_what_it_costs_what_is_free_and_what_cannot_be_bought()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop);
        shop.Shop.Cart.Content = new()
        {
            Lines =
            {
                Line(1, "Dune", 2, 1200, available: 50),
                Line(2, "Emma", 1, 800, available: -1, free: 1),
                Line(3, "Ulysses", 4, 1000, available: 2),
                Line(4, "Middlemarch", 1, 1000, available: 0),
                new CartLine { BookId = 5, Title = "Gone Girl", Quantity = 1, Gone = true },
            },
            Subtotal = Money(8200), Discount = Money(800), Total = Money(7400), Promotion = "buy_two_get_one_free",
        };

        var page = await browser.OpenAsync("/shopping-cart");

        Assert.Equal(["", "", "Only 2 left. Please take fewer.", "Sold out. Please take it out.", "We do not sell this book any more. Please take it out."], page.QuerySelectorAll(".line").Select(line => line.QuerySelector(".field-error")?.TextContent ?? ""));
        Assert.Equal("1 free", page.QuerySelector("#line-2 .state")!.TextContent);
        Assert.Equal(["$82.00", "−$8.00", "$74.00"], page.QuerySelectorAll("#totals dd").Select(amount => amount.TextContent));
        Assert.Equal("9", page.QuerySelector("#cart-count")!.TextContent);
        Assert.Equal("Quantity of Dune", page.QuerySelector("#line-1 input[name=quantity]")!.GetAttribute("aria-label"));
        Assert.Null(page.QuerySelector(".banner"));
    }

    [Theory]
    [InlineData("100")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task A_quantity_that_cannot_be_taken_stays_in_its_field(string typed)
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop);
        shop.Shop.Cart.Content = new() { Lines = { Line(1, "Dune", 2, 1200) }, Total = Money(2400) };
        var form = (await browser.OpenAsync("/shopping-cart")).QuerySelector<IHtmlFormElement>("#line-1 form")!;

        using var refused = await browser.SendAsync(form, ("quantity", typed));
        var page = await PlainBrowser.ReadAsync(refused);
        using var taken = await browser.SendAsync(form, ("quantity", "7"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(typed, page.QuerySelector("#line-1 input[name=quantity]")!.GetAttribute("value"));
        Assert.Equal("The number of copies must be from 1 to 99.", page.QuerySelector("#quantity-error")!.TextContent);
        Assert.Equal(7, Assert.IsType<SetItemRequest>(shop.Shop.Cart.LastChange).Quantity);
        Assert.Equal("/shopping-cart", taken.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_promotion_is_offered_to_those_alone_who_can_still_use_it()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var stranger = shop.Browser();
        using var guest = await GuestAsync(shop);
        Assert.NotNull((await guest.OpenAsync("/")).QuerySelector(".banner"));

        shop.Shop.Cart.HasUsedPromotion = true;

        Assert.Null((await guest.OpenAsync("/")).QuerySelector(".banner"));
        Assert.Null((await guest.OpenAsync("/shopping-cart")).QuerySelector(".banner"));
        Assert.NotNull((await stranger.OpenAsync("/")).QuerySelector(".banner"));
    }

    [Fact]
    public async Task A_total_that_has_changed_is_shown_and_agreed_to_by_the_next_try()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop);
        shop.Shop.Cart.Content = new() { Lines = { Line(1, "Dune", 2, 1200) }, Total = Money(2400) };
        var form = (await browser.OpenAsync("/shopping-cart/checkout")).QuerySelector<IHtmlFormElement>("#checkout")!;
        shop.Shop.Cart.Content = new() { Lines = { Line(1, "Dune", 2, 1350) }, Total = Money(2700) };
        shop.Shop.Cart.CheckoutRefusal = GrpcErrors.Make(StatusCode.FailedPrecondition, "TOTAL_CHANGED", "expected_total: is not what the cart costs now");

        using var refused = await browser.SendAsync(form, [.. Delivery, ("payment", "sandbox-ok")]);
        var page = await PlainBrowser.ReadAsync(refused);
        using var bought = await browser.SendAsync(page.QuerySelector<IHtmlFormElement>("#checkout")!);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("The total has changed since you saw it.", page.QuerySelector("#errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Pay $27.00", page.QuerySelector("#checkout button.wide")!.TextContent);
        var request = Assert.IsType<CheckoutRequest>(shop.Shop.Cart.LastChange);
        Assert.Equal((Money(2700), "sandbox-ok", "Ada Lovelace", "GB"), (request.ExpectedTotal, request.PaymentToken, request.DeliveryAddress.Name, request.DeliveryAddress.Country));
        Assert.Equal($"/checkout-result/{FakeCart.CheckoutId}", bought.Headers.Location?.ToString());
    }

    [Fact]
    public async Task After_a_declined_payment_all_is_kept_but_the_payment_and_the_next_try_is_another()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop);
        shop.Shop.Cart.Content = new() { Lines = { Line(1, "Dune", 2, 1200) }, Total = Money(2400) };
        shop.Shop.Cart.Outcome = (CheckoutStatus.Types.State.Failed, "PAYMENT_DECLINED");
        var form = (await browser.OpenAsync("/shopping-cart/checkout")).QuerySelector<IHtmlFormElement>("#checkout")!;

        using var declined = await browser.SendAsync(form, [.. Delivery, ("payment", "sandbox-declined")]);
        var first = Assert.IsType<CheckoutRequest>(shop.Shop.Cart.LastChange);
        var page = await PlainBrowser.ReadAsync(declined);

        Assert.Equal(HttpStatusCode.Conflict, declined.StatusCode);
        Assert.Contains("Your payment was declined.", page.QuerySelector("#errors")!.TextContent, StringComparison.Ordinal);
        Assert.All(Delivery, field => Assert.Equal(field.Value, page.QuerySelector<IHtmlInputElement>($"input[name={field.Name}]")?.Value ?? page.QuerySelector<IHtmlSelectElement>($"select[name={field.Name}]")!.Value));
        Assert.Empty(page.QuerySelectorAll("input[name=payment][checked]"));
        Assert.NotEqual(first.RequestId, page.QuerySelector<IHtmlInputElement>("input[name=requestId]")!.Value);
    }

    [Fact]
    public async Task A_purchase_that_fails_after_a_while_is_told_and_what_was_typed_is_still_there()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop);
        shop.Shop.Cart.Content = new() { Lines = { Line(1, "Dune", 2, 1200) }, Total = Money(2400) };
        shop.Shop.Cart.Outcome = (CheckoutStatus.Types.State.Pending, "");
        using var begun = await browser.SendAsync("/shopping-cart/checkout", "checkout", [.. Delivery, ("payment", "sandbox-slow")]);
        var result = begun.Headers.Location!.ToString();

        var pending = await browser.OpenAsync(result);
        shop.Shop.Cart.Outcome = (CheckoutStatus.Types.State.Failed, "OUT_OF_STOCK");
        var failed = await browser.OpenAsync(result);
        var again = await browser.OpenAsync(failed.QuerySelector("a.button")!.GetAttribute("href")!);

        Assert.Contains("http-equiv=\"refresh\"", pending.QuerySelector("head noscript")!.InnerHtml, StringComparison.Ordinal);
        Assert.Null(failed.QuerySelector("head noscript"));
        Assert.Contains("There are not enough copies left.", failed.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Main Street 1", again.QuerySelector<IHtmlInputElement>("#line1")!.Value);
        Assert.Empty(again.QuerySelectorAll("input[name=payment][checked]"));
        Assert.DoesNotContain(browser.CookiesSet, cookie => cookie.Contains("Lovelace", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "United Kingdom", "Russia", "US")]
    [InlineData("ru", "Великобритания", "Россия", "RU")]
    public async Task Countries_are_named_in_the_readers_language(string language, string britain, string russia, string first)
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop, language);
        shop.Shop.Cart.Content = new() { Lines = { Line(1, "Dune", 2, 1200) }, Total = Money(2400) };

        var countries = (await browser.OpenAsync("/shopping-cart/checkout")).QuerySelector<IHtmlSelectElement>("#country")!;

        Assert.Equal((britain, russia), (NameOf("GB"), NameOf("RU")));
        Assert.Equal(first, countries.Value);
        Assert.True(countries.Options.Length > 190, $"only {countries.Options.Length} countries");
        string NameOf(string code) => countries.Options.Single(option => option.Value == code).Text;
    }

    [Fact]
    public async Task What_is_wrong_with_a_field_stands_beside_it()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop);
        shop.Shop.Cart.Content = new() { Lines = { Line(1, "Dune", 2, 1200) }, Total = Money(2400) };
        var form = (await browser.OpenAsync("/shopping-cart/checkout")).QuerySelector<IHtmlFormElement>("#checkout")!;
        shop.Shop.Cart.CheckoutRefusal = GrpcErrors.InvalidArgument("delivery_address.line1", "must not be empty");

        using var unpaid = await browser.SendAsync(form, Delivery);
        using var refused = await browser.SendAsync(form, [.. Delivery, ("line1", ""), ("payment", "sandbox-ok")]);

        Assert.Equal("Choose how to pay.", (await PlainBrowser.ReadAsync(unpaid)).QuerySelector("#payment-error")!.TextContent);
        Assert.Equal("This must be filled in.", (await PlainBrowser.ReadAsync(refused)).QuerySelector("#line1-error")!.TextContent);
    }

    [Fact]
    public async Task The_address_of_the_cart_leads_browsers_to_the_page_and_answers_programs()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = shop.Browser();

        using var page = await browser.AskAsync(HttpMethod.Get, "/cart");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/cart?cart_id={Guid.NewGuid()}", UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/json");
        using var json = await shop.Shop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Redirect, "/shopping-cart"), (page.StatusCode, page.Headers.Location?.ToString()));
        Assert.NotNull((await json.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["cartId"]);
    }

    [Fact]
    public async Task While_the_cart_is_away_the_shop_is_shown_and_says_so()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await GuestAsync(shop);
        await shop.Shop.CartService.StopAsync();

        using var cart = await browser.AskAsync(HttpMethod.Get, "/shopping-cart");
        var home = await browser.OpenAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, cart.StatusCode);
        Assert.Contains("Your cart is missing at the moment.", (await PlainBrowser.ReadAsync(cart)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(home.QuerySelectorAll("article.book"));
        Assert.Null(home.QuerySelector(".banner"));
    }

    private static async Task<PlainBrowser> GuestAsync(ShopWithAccounts shop, string language = "en")
    {
        var browser = shop.Browser(language);
        var book = await browser.OpenAsync("/catalogue/1");
        using var added = await browser.SendAsync(book.QuerySelector<IHtmlFormElement>("form.add-form")!);
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        return browser;
    }

    private static Google.Type.Money Money(int cents) => FakeCatalogue.Dollars(cents / 100, cents % 100);

    private static CartLine Line(int id, string title, int quantity, int price, int available = 10, int free = 0) => new()
    {
        BookId = id, Title = title, Quantity = quantity, UnitPrice = Money(price), FreeQuantity = free, Total = Money(price * (quantity - free)), Available = available,
    };
}
