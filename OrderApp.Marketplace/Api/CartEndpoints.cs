using OrderApp.Marketplace.Problems;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using Carts = OrderApp.Protos.Cart.CartClient;

namespace OrderApp.Marketplace.Api;

/// <summary>Carts as JSON. Who calls without a token names the cart by cart_id, a UUID that he made himself and keeps to himself.</summary>
internal static class CartEndpoints
{
    public static async Task<IResult> ReadAsync(HttpContext context, Carts carts)
    {
        // Who types the address into a browser means the page.
        context.Response.Headers.Vary = "Accept";
        if (context.Request.IsFromBrowser())
            return Results.LocalRedirect("/shopping-cart");
        var request = MessageInput<GetCartRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await carts.GetCartAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> AddAsync(HttpContext context, Carts carts)
    {
        var request = (await MessageInput<AddItemRequest>.ReadAsync(context)).Message;
        if (Preconditions.Key(context.Request) is { Length: > 0 } key)
            request.RequestId = key;
        return new ProtoJson(await Preconditions.AnswerAsync(context.Response, carts.AddItemAsync(request, cancellationToken: context.RequestAborted)));
    }

    public static async Task<IResult> SetAsync(int id, HttpContext context, Carts carts)
    {
        var (request, sent) = await MessageInput<SetItemRequest>.ReadAsync(context);
        if (sent.Contains("book_id") && request.BookId != id)
            throw GrpcErrors.InvalidArgument("book_id", "is not the one in the address");
        // Nothing said is no 0, which would take the line away.
        if (!sent.Contains("quantity"))
            throw GrpcErrors.InvalidArgument("quantity", "must be given");
        request.BookId = id;
        return new ProtoJson(await carts.SetItemAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> ClearAsync(HttpContext context, Carts carts)
    {
        var request = MessageInput<ClearCartRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await carts.ClearCartAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> MergeAsync(HttpContext context, Carts carts)
    {
        var request = (await MessageInput<MergeCartsRequest>.ReadAsync(context)).Message;
        return new ProtoJson(await carts.MergeCartsAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> PromotionAsync(HttpContext context, Carts carts)
    {
        var request = MessageInput<GetPromotionRequest>.ReadQuery(context.Request.Query);
        return new ProtoJson(await carts.GetPromotionAsync(request, cancellationToken: context.RequestAborted));
    }
}
