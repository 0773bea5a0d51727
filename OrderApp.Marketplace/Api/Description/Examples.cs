namespace OrderApp.Marketplace.Api.Description;

/// <summary>What the API's description shows as examples.</summary>
internal static class Examples
{
    public const string Key = "6f1c2f0e-1f5f-4f2c-9a0b-3a1f3f6d2b11";
    public const string Tag = "\"1\"";

    public const string Create = """{"name":"Murder on the Orient Express","completed":false,"bookId":2}""";
    public const string Update = """{"completed":true}""";
    public const string Trip = """{"points":[{"latitude":407838351,"longitude":-746143763},{"latitude":408122808,"longitude":-743999179}]}""";

    public const string Item = """{"bookId":2,"quantity":1}""";
    public const string Quantity = """{"quantity":2}""";
    public const string Merge = """{"fromCartId":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6d","cartId":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6c"}""";
    public const string Adjustment = """{"delta":10,"reason":"a delivery"}""";
    public const string Refund = $$"""{"amount":{{Price}},"reason":"came damaged"}""";
    public const string Opinion = """{"rating":5,"text":"Could not put it down."}""";
    public const string Hiding = """{"reason":"advertises another shop"}""";
    public const string Cancel = """{"reason":"ordered by mistake"}""";
    public const string Ship = """{"trackingNumber":"RR123456789DE"}""";

    public const string Checkout =
        $$"""{"cartId":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6d","email":"emma@example.com","deliveryAddress":{"name":"Emma Woodhouse","line1":"Hartfield 1","city":"Highbury","country":"GB"},"paymentToken":"sandbox-ok","expectedTotal":{{Price}},"language":"en"}""";

    public const string Order =
        """{"uuid":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b","name":"Murder on the Orient Express","completed":false,"date":"2026-11-20T11:36:31.123456Z","etag":"1","createTime":"2026-11-20T11:36:31.123456Z","updateTime":"2026-11-20T11:36:31.123456Z","bookId":2}""";

    public static string? Of(string message) => message switch
    {
        "CreateOrderResponse" or "ReadOrderResponse" or "UpdateOrderResponse" =>
            $$"""{"notificationType":"ORDER_NOTIFICATION_TYPE_ENUM_OK","order":{{Order}}}""",
        "ListOrdersResponse" => $$"""{"notificationType":"ORDER_NOTIFICATION_TYPE_ENUM_OK","orders":[{{Order}}],"nextPageToken":""}""",
        "ListOrderEventsResponse" => $$"""{"events":[{{Event}}],"nextPageToken":""}""",
        "ListBooksResponse" => $$"""{"books":[{{Book}}],"nextPageToken":""}""",
        "Book" => Book,
        "RecommendationResponse" => """{"recommendations":[{"id":2,"title":"Murder on the Orient Express"}]}""",
        "CartContent" => Cart,
        "CheckoutStatus" => CheckoutStatus,
        "ListStuckCheckoutsResponse" => $$"""{"checkouts":[{{CheckoutStatus}}],"nextPageToken":""}""",
        "GetPromotionResponse" => """{"promotion":"buy_two_get_one_free"}""",
        "Stock" => Stock,
        "GetStockResponse" => $$"""{"stock":[{{Stock}}]}""",
        "Transaction" => Transaction,
        "ListTransactionsResponse" => $$"""{"transactions":[{{Transaction}}],"nextPageToken":""}""",
        "CancelOrderResponse" or "ShipOrderResponse" or "DeliverOrderResponse" => $$"""{"order":{{Order}}}""",
        "Review" => Review,
        "ListReviewsResponse" => $$"""{"reviews":[{{Review}}],"nextPageToken":""}""",
        "GetRatingsResponse" => """{"ratings":[{"bookId":2,"average":4.5,"count":4,"histogram":[0,0,0,2,2]}]}""",
        "RouteSummary" => """{"pointCount":2,"featureCount":2,"distance":18380,"elapsedTime":0}""",
        "Feature" => """{"name":"Patriots Path, Mendham, NJ 07945, USA","location":{"latitude":407838351,"longitude":-746143763}}""",
        _ => null,
    };

    private const string Price = """{"currencyCode":"USD","units":"9","nanos":990000000}""";

    private const string Cart =
        $$"""{"cartId":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6d","lines":[{"bookId":2,"title":"Murder on the Orient Express","quantity":1,"unitPrice":{{Price}},"freeQuantity":0,"total":{{Price}},"available":100,"gone":false}],"subtotal":{{Price}},"total":{{Price}},"promotion":"","etag":"1"}""";

    private const string CheckoutStatus =
        """{"checkoutId":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6e","state":"PENDING","failureReason":"","createTime":"2026-11-20T11:36:31.123456Z","step":"","lastError":""}""";

    private const string Stock = """{"bookId":2,"available":100,"reserved":0,"sold":0}""";

    private const string Transaction =
        $$"""{"transactionId":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6f","orderUuid":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b","state":"CAPTURED","authorized":{{Price}},"captured":{{Price}},"promotion":"","createTime":"2026-11-20T11:36:31.123456Z","updateTime":"2026-11-20T11:36:31.123456Z","customerId":""}""";

    private const string Review =
        """{"reviewId":"0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a70","bookId":2,"authorName":"Emma","rating":5,"text":"Could not put it down.","verifiedPurchase":true,"createTime":"2026-11-20T11:36:31.123456Z","updateTime":"2026-11-20T11:36:31.123456Z","hidden":false,"hiddenReason":"","customerId":""}""";

    private const string Event =
        $$"""{"type":"CREATED","order":{{Order}},"resumeToken":"AAAAAAAAAAGMpAZp","eventTime":"2026-11-20T11:36:31.123456Z"}""";

    private const string Book =
        """{"id":2,"title":"Murder on the Orient Express","authors":"Agatha Christie","year":1934,"isbn":"","language":"eng","averageRating":4.16,"ratingsCount":123456,"category":"MYSTERY"}""";
}
