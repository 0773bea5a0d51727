using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.Tests.Support;
using State = OrderApp.Protos.CheckoutStatus.Types.State;

namespace OrderApp.Tests.Marketplace;

/// <summary>Carts, checkouts, an order's moves, payments and stock as JSON.</summary>
public sealed class SellingApiTests
{
    private const string Purchase =
        """{"cart_id":"c","email":"emma@example.com","delivery_address":{"name":"Emma","line1":"Hartfield","city":"Highbury","country":"GB"},"payment_token":"sandbox-ok","expected_total":{"currencyCode":"USD","units":"9","nanos":990000000},"language":"ru"}""";

    [Fact]
    public async Task A_cart_is_filled_changed_emptied_and_merged()
    {
        await using var shop = await Shop.OpenAsync();

        var added = await BodyAsync(await SendAsync(shop, HttpMethod.Post, "/cart/items?cart_id=c", """{"book_id":2,"quantity":3}""", ("Idempotency-Key", "k")));
        Assert.Equal(new AddItemRequest { CartId = "c", BookId = 2, Quantity = 3, RequestId = "k" }, shop.Cart.Last);
        Assert.Equal((2, 3), ((int?)added["lines"]![0]!["bookId"], (int?)added["lines"]![0]!["quantity"]));
        await SendAsync(shop, HttpMethod.Put, "/cart/items/7", """{"cartId":"c","quantity":0}""");
        Assert.Equal(new SetItemRequest { CartId = "c", BookId = 7 }, shop.Cart.Last);
        Assert.Equal("c", (string?)(await BodyAsync(await SendAsync(shop, HttpMethod.Get, "/cart?cart_id=c")))["cartId"]);
        Assert.Equal(new GetCartRequest { CartId = "c" }, shop.Cart.Last);
        await SendAsync(shop, HttpMethod.Delete, "/cart?cart_id=c");
        Assert.Equal(new ClearCartRequest { CartId = "c" }, shop.Cart.Last);
        await SendAsync(shop, HttpMethod.Post, "/cart/merge", """{"from_cart_id":"g","cart_id":"a"}""");
        Assert.Equal(new MergeCartsRequest { FromCartId = "g", CartId = "a" }, shop.Cart.Last);
        Assert.Equal("buy_two_get_one_free", (string?)(await BodyAsync(await SendAsync(shop, HttpMethod.Get, "/promotion?cart_id=c")))["promotion"]);
    }

    [Theory]
    [InlineData("PUT", "/cart/items/7", "{}", "quantity: must be given")]
    [InlineData("PUT", "/cart/items/7", """{"book_id":8,"quantity":1}""", "book_id: is not the one in the address")]
    [InlineData("POST", "/stock/7/adjustments", """{"book_id":8,"delta":1}""", "book_id: is not the one in the address")]
    [InlineData("GET", "/stock?book_ids=1,x", null, "book_ids: must be whole numbers of 32 bits")]
    [InlineData("GET", "/checkouts", null, "stuck: must be true")]
    [InlineData("POST", "/checkout", Purchase, "Idempotency-Key: must be sent")]
    [InlineData("POST", "/transactions/t/refunds", """{"reason":"r"}""", "Idempotency-Key: must be sent")]
    public async Task What_cannot_be_meant_is_refused_by_its_name_and_no_service_is_asked(string method, string address, string? json, string detail)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await SendAsync(shop, new(method), address, json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(detail, (string?)(await BodyAsync(answer))["detail"], StringComparison.Ordinal);
        Assert.Equal((null, null, null), (shop.Cart.Last, shop.Inventory.Last, shop.Payments.Last));
    }

    [Theory]
    [InlineData(State.Completed, HttpStatusCode.Created)]
    [InlineData(State.Pending, HttpStatusCode.Accepted)]
    public async Task A_checkout_that_is_done_is_201_and_one_that_goes_on_202_and_both_say_where_to_look(State state, HttpStatusCode expected)
    {
        await using var shop = await Shop.OpenAsync();
        shop.Cart.Outcome = (state, "");

        using var first = await SendAsync(shop, HttpMethod.Post, "/checkout", Purchase, ("Idempotency-Key", "k"));
        var sent = Assert.IsType<CheckoutRequest>(shop.Cart.Last);
        using var again = await SendAsync(shop, HttpMethod.Post, "/checkout", Purchase, ("Idempotency-Key", "k"));
        using var seen = await SendAsync(shop, HttpMethod.Get, first.Headers.Location!.ToString());

        Assert.Equal(expected, first.StatusCode);
        Assert.Equal($"/checkouts/{FakeCart.CheckoutId}", first.Headers.Location.ToString());
        Assert.Equal(("k", "sandbox-ok", "GB", 9, "ru"), (sent.RequestId, sent.PaymentToken, sent.DeliveryAddress.Country, sent.ExpectedTotal.Units, sent.Language));
        Assert.False(first.Headers.Contains("idempotent-replayed"));
        Assert.Equal("true", again.Headers.GetValues("idempotent-replayed").Single());
        Assert.Equal(FakeCart.CheckoutId, (string?)(await BodyAsync(seen))["checkoutId"]);
    }

    [Fact]
    public async Task A_checkout_that_failed_is_409_for_its_reason_and_tells_which_it_was()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Cart.Outcome = (State.Failed, "PAYMENT_DECLINED");

        using var answer = await SendAsync(shop, HttpMethod.Post, "/checkout", Purchase, ("Idempotency-Key", "k"));
        var seen = await BodyAsync(await SendAsync(shop, HttpMethod.Get, $"/checkouts/{FakeCart.CheckoutId}"));

        var problem = await BodyAsync(answer);
        Assert.Equal((HttpStatusCode.Conflict, "PAYMENT_DECLINED"), (answer.StatusCode, (string?)problem["reason"]));
        Assert.Equal(FakeCart.CheckoutId, (string?)problem["metadata"]!["checkout_id"]);
        Assert.Equal(("FAILED", "PAYMENT_DECLINED"), ((string?)seen["state"], (string?)seen["failureReason"]));
    }

    [Fact]
    public async Task What_is_out_of_stock_is_409_with_the_books_and_how_many_there_are()
    {
        await using var shop = await Shop.OpenAsync();
        var info = new ErrorInfo { Reason = "OUT_OF_STOCK", Domain = GrpcErrors.Domain, Metadata = { ["book_ids"] = "5,7", ["available"] = "0,1" } };
        shop.Cart.Refusal = new Google.Rpc.Status { Code = (int)Code.FailedPrecondition, Message = "too few", Details = { Any.Pack(info) } }.ToRpcException();

        using var answer = await SendAsync(shop, HttpMethod.Post, "/checkout", Purchase, ("Idempotency-Key", "k"));

        var problem = await BodyAsync(answer);
        Assert.Equal((HttpStatusCode.Conflict, "OUT_OF_STOCK"), (answer.StatusCode, (string?)problem["reason"]));
        Assert.Equal(("5,7", "0,1"), ((string?)problem["metadata"]!["book_ids"], (string?)problem["metadata"]!["available"]));
    }

    [Theory]
    [InlineData(StatusCode.FailedPrecondition, "TOTAL_CHANGED", HttpStatusCode.Conflict)]
    [InlineData(StatusCode.AlreadyExists, "REQUEST_ID_TAKEN", HttpStatusCode.UnprocessableEntity)]
    [InlineData(StatusCode.PermissionDenied, "NOT_YOUR_CART", HttpStatusCode.Forbidden)]
    [InlineData(StatusCode.Unavailable, "CATALOGUE_UNAVAILABLE", HttpStatusCode.ServiceUnavailable)]
    public async Task A_refused_checkout_has_the_status_and_the_reason_of_the_service(StatusCode code, string reason, HttpStatusCode expected)
    {
        await using var shop = await Shop.OpenAsync();
        shop.Cart.Refusal = GrpcErrors.Make(code, reason, "no");

        using var answer = await SendAsync(shop, HttpMethod.Post, "/checkout", Purchase, ("Idempotency-Key", "k"));

        var problem = await BodyAsync(answer);
        Assert.Equal((expected, reason), (answer.StatusCode, (string?)problem["reason"]));
        Assert.Null(problem["metadata"]);
    }

    [Fact]
    public async Task Nothing_of_a_purchase_is_read_from_the_address()
    {
        await using var shop = await Shop.OpenAsync();

        await SendAsync(shop, HttpMethod.Post, "/checkout?payment_token=secret&email=a@b", """{"cart_id":"c"}""", ("Idempotency-Key", "k"));

        Assert.Equal(new CheckoutRequest { CartId = "c", RequestId = "k" }, shop.Cart.Last);
    }

    [Fact]
    public async Task An_operator_sees_stuck_checkouts_and_has_them_go_on()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Cart.Outcome = (State.Pending, "");

        var stuck = await BodyAsync(await SendAsync(shop, HttpMethod.Get, "/checkouts?stuck&page_size=5"));
        Assert.Equal(new ListStuckCheckoutsRequest { PageSize = 5 }, shop.Cart.Last);
        var retried = await BodyAsync(await SendAsync(shop, HttpMethod.Post, $"/checkouts/{stuck["checkouts"]![0]!["checkoutId"]}/retry"));

        Assert.Equal(new RetryCheckoutRequest { CheckoutId = FakeCart.CheckoutId }, shop.Cart.Last);
        Assert.Equal("PENDING", (string?)retried["state"]);
    }

    [Fact]
    public async Task An_order_is_shipped_and_delivered_or_cancelled_as_its_etag_allows()
    {
        await using var shop = await Shop.OpenAsync();
        using var made = await SendAsync(shop, HttpMethod.Post, "/order?name=Dune");
        var address = made.Headers.Location!.ToString();
        var read = ("If-Match", made.Headers.ETag!.ToString());

        using var shipped = await SendAsync(shop, HttpMethod.Post, $"{address}/ship", """{"tracking_number":"RR1"}""", read);
        using var stale = await SendAsync(shop, HttpMethod.Post, $"{address}/deliver", null, read);
        using var delivered = await SendAsync(shop, HttpMethod.Post, $"{address}/deliver", null, ("If-Match", shipped.Headers.ETag!.ToString()));
        using var cancelled = await SendAsync(shop, HttpMethod.Post, $"{address}/cancel?reason=late");
        using var other = await SendAsync(shop, HttpMethod.Post, $"{address}/cancel", $$"""{"uuid":"{{Guid.NewGuid()}}"}""");

        var order = (await BodyAsync(shipped))["order"]!;
        Assert.Equal(("SHIPPED", "RR1"), ((string?)order["state"], (string?)order["trackingNumber"]));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal("DELIVERED", (string?)(await BodyAsync(delivered))["order"]!["state"]);
        Assert.Equal("CANCELLED", (string?)(await BodyAsync(cancelled))["order"]!["state"]);
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Fact]
    public async Task A_move_that_is_not_possible_is_409_with_its_reason()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Orders.Refusal = GrpcErrors.Make(StatusCode.FailedPrecondition, "ILLEGAL_TRANSITION", "no");

        using var answer = await SendAsync(shop, HttpMethod.Post, $"/order/{Guid.NewGuid()}/cancel");

        Assert.Equal((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION"), (answer.StatusCode, (string?)(await BodyAsync(answer))["reason"]));
    }

    [Fact]
    public async Task Stock_is_told_for_the_books_that_are_named_and_adjusted_with_a_reason()
    {
        await using var shop = await Shop.OpenAsync();

        foreach (var books in new[] { "book_ids=1,2", "bookIds=1&bookIds=2" })
        {
            var stock = (await BodyAsync(await SendAsync(shop, HttpMethod.Get, $"/stock?{books}")))["stock"]!.AsArray();
            Assert.Equal([(1, 1), (2, 2)], stock.Select(one => ((int)one!["bookId"]!, (int)one["available"]!)));
        }

        var after = await BodyAsync(await SendAsync(shop, HttpMethod.Post, "/stock/7/adjustments", """{"delta":-2,"reason":"lost"}""", ("Idempotency-Key", "k")));
        Assert.Equal(new AdjustStockRequest { BookId = 7, Delta = -2, Reason = "lost", RequestId = "k" }, shop.Inventory.Last);
        Assert.Equal(5, (int?)after["available"]);
        var ledger = await BodyAsync(await SendAsync(shop, HttpMethod.Get, "/stock/ledger?book_id=7&page_size=1"));
        Assert.Equal(new ListLedgerEntriesRequest { BookId = 7, PageSize = 1 }, shop.Inventory.Last);
        Assert.Equal(7, (int?)ledger["entries"]![0]!["bookId"]);
    }

    [Fact]
    public async Task Payments_are_listed_read_and_paid_back()
    {
        await using var shop = await Shop.OpenAsync();

        var list = await BodyAsync(await SendAsync(shop, HttpMethod.Get, "/transactions?order_uuid=o&customer_id=c&page_size=2&page_token=t"));
        Assert.Equal(new ListTransactionsRequest { OrderUuid = "o", CustomerId = "c", PageSize = 2, PageToken = "t" }, shop.Payments.Last);
        Assert.Equal("o", (string?)list["transactions"]![0]!["orderUuid"]);
        Assert.Equal("p", (string?)(await BodyAsync(await SendAsync(shop, HttpMethod.Get, "/transactions/p")))["transactionId"]);
        var refunded = await BodyAsync(await SendAsync(
            shop, HttpMethod.Post, "/transactions/p/refunds", """{"amount":{"currencyCode":"USD","units":"2"},"reason":"damaged"}""", ("Idempotency-Key", "k")));

        var sent = Assert.IsType<RefundRequest>(shop.Payments.Last);
        Assert.Equal(("p", "damaged", "k", 2), (sent.TransactionId, sent.Reason, sent.RequestId, sent.Amount.Units));
        Assert.Equal("2", (string?)refunded["refunded"]!["units"]);
    }

    [Fact]
    public async Task The_callers_token_comes_to_every_service_and_nobodys_is_none()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var shop = await Shop.OpenAsync(tokens.Setting);
        var bearer = tokens.Customer(Guid.CreateVersion7()).GetValue("authorization")!;

        foreach (var (address, last) in new (string, Func<string?>)[]
        {
            ("/cart", () => shop.Cart.LastToken), ("/stock", () => shop.Inventory.LastToken), ("/transactions", () => shop.Payments.LastToken),
        })
        {
            using var known = await SendAsync(shop, HttpMethod.Get, address, null, ("Authorization", bearer));
            Assert.Equal((HttpStatusCode.OK, bearer), (known.StatusCode, last()));
            using var nobody = await SendAsync(shop, HttpMethod.Get, address);
            Assert.Equal((HttpStatusCode.OK, null), (nobody.StatusCode, last()));
        }
    }

    [Fact]
    public async Task A_service_that_is_away_is_503_and_the_others_go_on()
    {
        await using var shop = await Shop.OpenAsync();
        var services = new Dictionary<string, FakeService> { ["/cart"] = shop.CartService, ["/transactions"] = shop.TransactionService, ["/stock"] = shop.InventoryService };
        var away = new HashSet<string>();

        foreach (var (address, service) in services)
        {
            await service.StopAsync();
            away.Add(address);
            foreach (var asked in services.Keys)
            {
                using var answer = await SendAsync(shop, HttpMethod.Get, asked);
                Assert.Equal((asked, away.Contains(asked) ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK), (asked, answer.StatusCode));
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Shop shop, HttpMethod method, string address, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("no body");
}
