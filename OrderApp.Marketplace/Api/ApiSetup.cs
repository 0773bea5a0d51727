using OrderApp.Marketplace.Api.Description;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Api;

/// <summary>The JSON API: one line per address, what it takes and what it answers.</summary>
internal static class ApiSetup
{
    // Everybody may ask: the services know by the token that is passed on who may do what.
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/order").WithTags("Orders").AllowAnonymous();
        orders.MapGet("", OrderEndpoints.ListAsync).Describe("List orders, newest first")
            .Query<ListOrdersRequest>().Answers<ListOrdersResponse>().Fails(400, 403);
        orders.MapPost("", OrderEndpoints.CreateAsync).Describe("Record an order")
            .QueryOrBody<CreateOrderRequest>(Examples.Create).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<CreateOrderResponse>(201).Fails(400, 403, 413, 415, 422);
        orders.MapGet("/events", OrderFeedEndpoints.WatchAsync).Describe("Watch orders change, as Server-Sent Events")
            .Query<WatchOrdersRequest>().Header("Last-Event-ID", "").AnswersText("text/event-stream").Fails(400, 403)
            .TakesSession().DisableRequestTimeout();
        orders.MapGet("/export", OrderFeedEndpoints.ExportAsync).Describe("All orders, one JSON object per line")
            .Query<ListOrdersRequest>("page_size", "page_token").AnswersText("application/x-ndjson").Fails(400, 403)
            .DisableRequestTimeout();
        orders.MapGet("/{uuid}", OrderEndpoints.ReadAsync).Describe("Read an order")
            .Header("If-None-Match", Examples.Tag).Answers<ReadOrderResponse>().AnswersNothing(304).Fails(400, 403, 404);
        orders.MapGet("/{uuid}/events", OrderEndpoints.ListEventsAsync).Describe("What has happened to an order, oldest first; nothing when it is no longer kept")
            .Query<ListOrderEventsRequest>("uuid").Answers<ListOrderEventsResponse>().Fails(400, 403);
        orders.MapPatch("/{uuid}", OrderEndpoints.UpdateAsync).Describe("Change the fields that are sent")
            .QueryOrBody<UpdateOrderRequest>(Examples.Update).Header("If-Match", Examples.Tag)
            .Answers<UpdateOrderResponse>().Fails(400, 403, 404, 409, 412, 413, 415);
        orders.MapDelete("/{uuid}", OrderEndpoints.DeleteAsync).Describe("Remove an order")
            .Header("If-Match", Examples.Tag).AnswersNothing(204).Fails(400, 403, 404, 409, 412);

        var books = app.MapGroup("").WithTags("Books").AllowAnonymous();
        books.MapGet("/books", BookEndpoints.ListAsync).Describe("List books")
            .Query<ListBooksRequest>().Answers<ListBooksResponse>().Fails(400);
        books.MapGet("/books/{id:int}", BookEndpoints.ReadAsync).Describe("Read a book").Answers<Book>().Fails(400, 404);
        books.MapGet("/recommendations", BookEndpoints.RecommendAsync).Describe("Books that a customer may like (3 unless max_results says otherwise)")
            .Query<RecommendationRequest>().Answers<RecommendationResponse>().Fails(400, 404);

        var routes = app.MapGroup("").WithTags("Routes").AllowAnonymous();
        routes.MapGet("/features", RouteEndpoints.FeaturesAsync).Describe("Features within a rectangle; the whole world when no corner is given")
            .Query("lo_latitude", "lo_longitude", "hi_latitude", "hi_longitude").AnswersList<Feature>("features").Fails(400);
        routes.MapPost("/routes/summary", RouteEndpoints.SummaryAsync).Describe("Summarize a trip")
            .BodyList<Point>("points", Examples.Trip).Answers<RouteSummary>().Fails(400, 413, 415);

        app.MapGroup("").WithTags("Audit").AllowAnonymous().MapGet("/audit", AuditEndpoints.ListAsync).Describe("List what operators did, newest first; for operators")
            .Query<ListAuditEntriesRequest>().Answers<ListAuditEntriesResponse>().Fails(400, 403);

        app.MapReviews();
        app.MapSelling();
    }
}
