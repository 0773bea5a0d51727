namespace OrderApp.Marketplace.Api.Description;

/// <summary>What the API's description shows as examples.</summary>
internal static class Examples
{
    public const string Key = "6f1c2f0e-1f5f-4f2c-9a0b-3a1f3f6d2b11";
    public const string Tag = "\"1\"";

    public const string Create = """{"name":"Murder on the Orient Express","completed":false,"bookId":2}""";
    public const string Update = """{"completed":true}""";
    public const string Trip = """{"points":[{"latitude":407838351,"longitude":-746143763},{"latitude":408122808,"longitude":-743999179}]}""";

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
        "RouteSummary" => """{"pointCount":2,"featureCount":2,"distance":18380,"elapsedTime":0}""",
        "Feature" => """{"name":"Patriots Path, Mendham, NJ 07945, USA","location":{"latitude":407838351,"longitude":-746143763}}""",
        _ => null,
    };

    private const string Event =
        $$"""{"type":"CREATED","order":{{Order}},"resumeToken":"AAAAAAAAAAGMpAZp","eventTime":"2026-11-20T11:36:31.123456Z"}""";

    private const string Book =
        """{"id":2,"title":"Murder on the Orient Express","authors":"Agatha Christie","year":1934,"isbn":"","language":"eng","averageRating":4.16,"ratingsCount":123456,"category":"MYSTERY"}""";
}
