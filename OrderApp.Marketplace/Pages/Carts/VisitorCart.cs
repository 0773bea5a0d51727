using OrderApp.Marketplace.Problems;
using OrderApp.Marketplace.Visitors;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;
using CartClient = OrderApp.Protos.Cart.CartClient;

namespace OrderApp.Marketplace.Pages.Carts;

/// <summary>The visitor's cart. One who has neither account nor cart yet becomes a guest with the first book that he puts in.</summary>
internal sealed class VisitorCart(CartClient carts, Guests guests, PagePatience patience)
{
    public async Task<Reply<CartContent>> ReadAsync(HttpContext context)
    {
        if (IsNobody(context))
            return new(new(), null);
        var answer = await carts.GetCartAsync(new(), deadline: patience.Deadline, cancellationToken: context.RequestAborted).ReplyAsync();
        return Keep(context, answer);
    }

    /// <summary>Puts copies of a book in; the same key puts them in once.</summary>
    public async Task<Reply<CartContent>> AddAsync(HttpContext context, int bookId, int quantity, string requestId)
    {
        guests.Introduce(context);
        var request = new AddItemRequest { BookId = bookId, Quantity = quantity, RequestId = requestId };
        return Keep(context, await carts.AddItemAsync(request, cancellationToken: context.RequestAborted).ReplyAsync());
    }

    /// <summary>Sets how many copies of a book it holds; 0 takes the book out.</summary>
    public async Task<Reply<CartContent>> SetAsync(HttpContext context, int bookId, int quantity)
    {
        guests.Introduce(context);
        var request = new SetItemRequest { BookId = bookId, Quantity = quantity };
        return Keep(context, await carts.SetItemAsync(request, cancellationToken: context.RequestAborted).ReplyAsync());
    }

    /// <summary>Whether the visitor can still use the promotion; nothing is promised while that is not known.</summary>
    public async Task<bool> HasPromotionAsync(HttpContext context)
    {
        // Who is nobody yet has used nothing.
        if (IsNobody(context))
            return true;
        var answer = await carts.GetPromotionAsync(new(), deadline: patience.Deadline, cancellationToken: context.RequestAborted).ReplyAsync();
        return answer.Value?.Promotion is { Length: > 0 };
    }

    private static bool IsNobody(HttpContext context) => Caller.Of(context).CustomerId is null && !Visitor.Of(context).IsSignedIn;

    private static Reply<CartContent> Keep(HttpContext context, Reply<CartContent> answer)
    {
        if (answer.IsValue)
            CartCount.Keep(context, answer.Value);
        return answer;
    }
}
