using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.Marketplace.Pages.Operator.Sales;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;
using OrderApp.Tests.Support;
using OrderApp.Tests.Users;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Tests.Marketplace;

/// <summary>The operator's pages of orders, customers and stuck checkouts.</summary>
public sealed class SalesPageTests(PostgresServer postgres)
{
    [Fact]
    public async Task Every_address_of_the_back_office_sends_nobody_to_sign_in_and_tells_a_customer_that_it_is_not_for_him()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        await shop.JoinAsync("ada@example.com");
        using var nobody = shop.Browser();
        using var customer = shop.Browser();
        await ShopWithAccounts.SignInAsync(customer, "ada@example.com");
        var routes = shop.Shop.Marketplace.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').Split('/')[0] == "operator").ToList();
        Assert.True(routes.Count >= 12, $"only {routes.Count} pages were found");

        foreach (var route in routes)
        {
            Assert.Contains(route.Metadata.GetOrderedMetadata<IAuthorizeData>(), rule => rule.Policy == Policies.Operator);
            var page = "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart text
                ? text.Content : route.RoutePattern.RawText!.Contains(":int", StringComparison.Ordinal) ? "1" : $"{Guid.NewGuid()}"));
            using var asked = await nobody.AskAsync(HttpMethod.Get, page);
            Assert.Equal((page, HttpStatusCode.Redirect), (page, asked.StatusCode));
            Assert.Contains("/account/sign-in", asked.Headers.Location!.ToString(), StringComparison.Ordinal);
            using var refused = await customer.AskAsync(HttpMethod.Get, page);
            Assert.Equal((page, HttpStatusCode.Forbidden), (page, refused.StatusCode));
            Assert.Equal("This page is not for you", (await PlainBrowser.ReadAsync(refused)).QuerySelector("h1")!.TextContent);
        }
    }

    [Fact]
    public async Task What_is_asked_for_goes_to_the_service_and_days_are_whole_ones_in_utc()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        var ada = await shop.JoinAsync("ada@example.com");
        using var browser = await OperatorAsync(shop);

        await browser.OpenAsync("/operator/orders?state=Paid&state=Shipped&from=2026-11-01&to=2026-11-30&customer=ADA@example.com&query=dune");

        var asked = shop.Orders.LastList!;
        Assert.Equal([State.Paid, State.Shipped], asked.States);
        Assert.Equal(new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc), asked.CreateTimeFrom.ToDateTime());
        Assert.Equal(new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc), asked.CreateTimeTo.ToDateTime());
        Assert.Equal((ada, "dune"), (asked.CustomerId, asked.Query));
        using var wrong = await browser.AskAsync(HttpMethod.Get, "/operator/orders?from=soon&customer=nobody@example.com");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(["#from", "#customer"], (await PlainBrowser.ReadAsync(wrong)).QuerySelectorAll("#errors a").Select(link => link.GetAttribute("href")));
        var id = Guid.NewGuid();
        using var byId = await browser.AskAsync(HttpMethod.Get, $"/operator/orders?query={id}");
        Assert.Equal($"/operator/orders/{id}", byId.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_file_of_orders_holds_no_formula()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await OperatorAsync(shop);
        Make(shop, "=HYPERLINK(\"http://example.com\")", State.Paid);

        using var answer = await browser.AskAsync(HttpMethod.Get, "/operator/orders?handler=export");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("'=HYPERLINK", text, StringComparison.Ordinal);
        Assert.Contains(",PAID,", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    public void A_cell_that_a_spreadsheet_would_take_for_a_formula_begins_with_an_apostrophe(string cell) =>
        Assert.Equal($"'{cell}", SalesFile.Text([[cell]]).Trim().Trim('"'));

    [Fact]
    public async Task An_order_is_shipped_and_delivered_and_who_saw_an_older_version_is_told()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await OperatorAsync(shop);
        var order = Make(shop, "Dune", State.Paid);
        var address = $"/operator/orders/{order}";
        var stale = (await browser.OpenAsync(address)).QuerySelector<IHtmlFormElement>("#cancel")!;

        using var shipped = await browser.SendAsync(address, "ship", ("trackingNumber", "AB 12"));
        Assert.Equal(HttpStatusCode.Redirect, shipped.StatusCode);
        Assert.Equal((State.Shipped, "AB 12"), shop.Orders.All.Select(one => (one.State, one.TrackingNumber)).Single());
        using var late = await browser.SendAsync(stale, ("cancelReason", "changed his mind"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Contains("Somebody else has changed this order", (await PlainBrowser.ReadAsync(late)).QuerySelector("#errors")!.TextContent, StringComparison.Ordinal);
        using var delivered = await browser.SendAsync(address, "deliver");
        Assert.Equal(State.Delivered, shop.Orders.All.Single().State);
        Assert.Null((await browser.OpenAsync(address)).QuerySelector("#cancel"));
    }

    [Fact]
    public async Task A_refund_in_part_leaves_the_order_and_one_of_the_whole_marks_it_and_what_was_typed_wrong_stays()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await OperatorAsync(shop);
        var order = Make(shop, "Dune", State.Paid);
        var address = $"/operator/orders/{order}";
        shop.Shop.Payments.Payment = new()
        {
            TransactionId = $"{Guid.NewGuid()}", OrderUuid = order, State = Transaction.Types.State.Captured, Captured = new() { CurrencyCode = "USD", Units = 20 },
        };
        var stale = (await browser.OpenAsync(address)).QuerySelector<IHtmlFormElement>("#refund")!;

        using var wrong = await browser.SendAsync(address, "refund", ("amount", "much"), ("refundReason", "torn"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(("much", "torn"), Typed(await PlainBrowser.ReadAsync(wrong)));
        using var part = await browser.SendAsync(address, "refund", ("amount", "7,50"), ("refundReason", "torn"));
        Assert.Equal(HttpStatusCode.Redirect, part.StatusCode);
        Assert.Equal(State.Paid, shop.Orders.All.Single().State);
        using var twice = await browser.SendAsync(stale, ("amount", "7.50"), ("refundReason", "torn"));
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Equal(7.5m, shop.Shop.Payments.Payment.Refunded.DecimalValue);
        using var whole = await browser.SendAsync(address, "refund", ("amount", "12.50"), ("refundReason", "torn"));
        Assert.Equal(HttpStatusCode.Redirect, whole.StatusCode);
        Assert.Equal(State.Refunded, shop.Orders.All.Single().State);
    }

    [Fact]
    public async Task A_customer_is_found_by_the_beginning_of_his_name_and_shown_with_orders_and_payments()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        var ada = await shop.JoinAsync("ada@example.com");
        await shop.JoinAsync("brian@example.com");
        using var browser = await OperatorAsync(shop);

        var list = await browser.OpenAsync("/operator/customers?query=ADA@");
        var page = await browser.OpenAsync(Assert.Single(list.QuerySelectorAll("tbody a")).GetAttribute("href")!);

        Assert.Contains("ada@example.com", page.QuerySelector(".facts-list")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"a[href='/operator/orders?customer={ada}']"));
        await shop.Shop.OrderService.StopAsync();
        Assert.NotNull((await browser.OpenAsync($"/operator/customers/{ada}")).QuerySelector("section[aria-labelledby=orders] .notice"));
    }

    [Fact]
    public async Task A_stuck_checkout_is_tried_again()
    {
        await using var shop = await ShopWithAccounts.OpenAsync(postgres);
        using var browser = await OperatorAsync(shop);
        var form = (await browser.OpenAsync("/operator/checkouts")).QuerySelector<IHtmlFormElement>("main tbody form")!;

        using var answer = await browser.SendAsync(form);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(FakeCart.CheckoutId, Assert.IsType<RetryCheckoutRequest>(shop.Shop.Cart.Last).CheckoutId);
    }

    private static (string Amount, string Reason) Typed(IHtmlDocument page) =>
        (page.QuerySelector<IHtmlInputElement>("#amount")!.Value, page.QuerySelector<IHtmlInputElement>("#refundReason")!.Value);

    private static string Make(ShopWithAccounts shop, string name, State state) =>
        shop.Orders.Add(new Order { Name = name, State = state, Date = "2026-11-20T11:36:31Z", Total = new() { CurrencyCode = "USD", Units = 20 } });

    private static async Task<PlainBrowser> OperatorAsync(ShopWithAccounts shop)
    {
        var browser = shop.Browser();
        await ShopWithAccounts.SignInAsync(browser, AccountsHost.OperatorEmail);
        return browser;
    }
}
