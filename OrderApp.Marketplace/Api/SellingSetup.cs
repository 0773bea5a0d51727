using OrderApp.Marketplace.Api.Description;
using OrderApp.Protos;

namespace OrderApp.Marketplace.Api;

/// <summary>The part of the JSON API by which the shop sells: carts, checkouts, what becomes of orders, payments, stock.</summary>
internal static class SellingSetup
{
    // As with orders: the services know by the token who may do what.
    public static void MapSelling(this IEndpointRouteBuilder app)
    {
        var cart = app.MapGroup("").WithTags("Cart").AllowAnonymous();
        cart.MapGet("/cart", CartEndpoints.ReadAsync).Describe("Read a cart; without a token cart_id names it")
            .Query<GetCartRequest>().Answers<CartContent>().Fails(400, 403);
        cart.MapDelete("/cart", CartEndpoints.ClearAsync).Describe("Take everything out of a cart")
            .Query<ClearCartRequest>().Answers<CartContent>().Fails(400, 403);
        cart.MapPost("/cart/items", CartEndpoints.AddAsync).Describe("Add copies of a book")
            .QueryOrBody<AddItemRequest>(Examples.Item).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<CartContent>().Fails(400, 403, 404, 409, 413, 415, 422);
        cart.MapPut("/cart/items/{id:int}", CartEndpoints.SetAsync).Describe("Set how many copies of a book the cart holds; 0 takes it out")
            .QueryOrBody<SetItemRequest>(Examples.Quantity, "book_id").Answers<CartContent>().Fails(400, 403, 404, 409, 413, 415);
        cart.MapPost("/cart/merge", CartEndpoints.MergeAsync).Describe("Put what a guest's cart holds into an account's")
            .QueryOrBody<MergeCartsRequest>(Examples.Merge).Answers<CartContent>().Fails(400, 403, 413, 415);
        cart.MapGet("/promotion", CartEndpoints.PromotionAsync).Describe("Tell whether the promotion can still be used")
            .Query<GetPromotionRequest>().Answers<GetPromotionResponse>().Fails(400, 403);

        var checkouts = app.MapGroup("").WithTags("Checkout").AllowAnonymous();
        checkouts.MapPost("/checkout", CheckoutEndpoints.BuyAsync)
            .Describe("Buy what a cart holds. 202: it goes on by itself, Location tells what becomes of it; 409: refused, or failed and undone, for the reason told")
            .Body<CheckoutRequest>(Examples.Checkout).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<CheckoutStatus>(201).Answers<CheckoutStatus>(202).Fails(400, 403, 409, 413, 415, 422);
        checkouts.MapGet("/checkouts", CheckoutEndpoints.ListStuckAsync).Describe("List checkouts that are stuck, oldest first; for operators")
            .Flag("stuck").Query<ListStuckCheckoutsRequest>().Answers<ListStuckCheckoutsResponse>().Fails(400, 403);
        checkouts.MapGet("/checkouts/{id}", CheckoutEndpoints.ReadAsync).Describe("Tell what became of a checkout; one that failed is 200 here")
            .Answers<CheckoutStatus>().Fails(400, 404);
        checkouts.MapPost("/checkouts/{id}/retry", CheckoutEndpoints.RetryAsync).Describe("Have a checkout that is stuck go on at once; for operators")
            .Answers<CheckoutStatus>().Fails(400, 403, 404);

        var moves = app.MapGroup("/order/{uuid}").WithTags("Orders").AllowAnonymous();
        moves.MapPost("/cancel", OrderMoveEndpoints.CancelAsync).Describe("Cancel an order that is not shipped yet; what was paid is paid back")
            .QueryOrBody<CancelOrderRequest>(Examples.Cancel).Header("If-Match", Examples.Tag).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<CancelOrderResponse>().Fails(400, 403, 404, 409, 412, 413, 415);
        moves.MapPost("/ship", OrderMoveEndpoints.ShipAsync).Describe("Say that a paid order is on its way; for operators")
            .QueryOrBody<ShipOrderRequest>(Examples.Ship).Header("If-Match", Examples.Tag).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<ShipOrderResponse>().Fails(400, 403, 404, 409, 412, 413, 415);
        moves.MapPost("/deliver", OrderMoveEndpoints.DeliverAsync).Describe("Say that a shipped order has arrived; for operators")
            .Header("If-Match", Examples.Tag).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<DeliverOrderResponse>().Fails(400, 403, 404, 409, 412, 413, 415);

        var payments = app.MapGroup("/transactions").WithTags("Transactions").AllowAnonymous();
        payments.MapGet("", TransactionEndpoints.ListAsync).Describe("List payments, newest first")
            .Query<ListTransactionsRequest>().Answers<ListTransactionsResponse>().Fails(400, 403);
        payments.MapGet("/{id}", TransactionEndpoints.ReadAsync).Describe("Read a payment").Answers<Transaction>().Fails(400, 403, 404);
        payments.MapPost("/{id}/refunds", TransactionEndpoints.RefundAsync).Describe("Pay back, in part or whole; for operators")
            .Body<RefundRequest>(Examples.Refund).Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<Transaction>().Fails(400, 403, 404, 409, 413, 415, 422);

        var stock = app.MapGroup("/stock").WithTags("Stock").AllowAnonymous();
        stock.MapGet("", StockEndpoints.ReadAsync).Describe("Tell the stock of books")
            .Query<GetStockRequest>().Answers<GetStockResponse>().Fails(400);
        stock.MapPost("/{id:int}/adjustments", StockEndpoints.AdjustAsync).Describe("Add copies that came in, or take out copies that are lost; for operators")
            .QueryOrBody<AdjustStockRequest>(Examples.Adjustment, "book_id").Header(Preconditions.IdempotencyKey, Examples.Key)
            .Answers<Stock>().Fails(400, 403, 409, 413, 415, 422);
        stock.MapGet("/ledger", StockEndpoints.LedgerAsync).Describe("List what changed the stock, newest first; for operators")
            .Query<ListLedgerEntriesRequest>().Answers<ListLedgerEntriesResponse>().Fails(400, 403);
    }
}
