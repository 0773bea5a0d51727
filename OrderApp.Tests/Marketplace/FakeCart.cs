using Google.Protobuf;
using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Tests.Marketplace;

/// <summary>A cart service that answers what it was asked for, and refuses as a test wants.</summary>
internal sealed class FakeCart : Cart.CartBase
{
    public static readonly string CheckoutId = "0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6e";

    /// <summary>When set, every call ends with this.</summary>
    public RpcException? Refusal { get; set; }

    /// <summary>How checkouts end, and for what reason those that fail.</summary>
    public (CheckoutStatus.Types.State State, string Reason) Outcome { get; set; } = (CheckoutStatus.Types.State.Completed, "");

    /// <summary>When set, what the cart holds.</summary>
    public CartContent? Content { get; set; }

    /// <summary>Whether the promotion was used before.</summary>
    public bool HasUsedPromotion { get; set; }

    /// <summary>The last request that came in.</summary>
    public IMessage? Last { get; private set; }

    /// <summary>The last request that came in to change something.</summary>
    public IMessage? LastChange { get; private set; }

    /// <summary>When set, the next call of Checkout ends with this.</summary>
    public RpcException? CheckoutRefusal { get; set; }

    /// <summary>The token that it came with, as it stands in the header.</summary>
    public string? LastToken { get; private set; }

    public override Task<CartContent> GetCart(GetCartRequest request, ServerCallContext context) => ContentOf(request, request.CartId, context);

    public override Task<CartContent> AddItem(AddItemRequest request, ServerCallContext context) =>
        ContentOf(request, request.CartId, context, new CartLine { BookId = request.BookId, Quantity = request.Quantity });

    public override Task<CartContent> SetItem(SetItemRequest request, ServerCallContext context) =>
        ContentOf(request, request.CartId, context, new CartLine { BookId = request.BookId, Quantity = request.Quantity });

    public override Task<CartContent> ClearCart(ClearCartRequest request, ServerCallContext context) => ContentOf(request, request.CartId, context);

    public override Task<CartContent> MergeCarts(MergeCartsRequest request, ServerCallContext context) => ContentOf(request, request.CartId, context);

    public override async Task<CheckoutStatus> Checkout(CheckoutRequest request, ServerCallContext context)
    {
        var isRepeated = Last is CheckoutRequest before && before.RequestId == request.RequestId;
        Take(request, context);
        if (CheckoutRefusal is { } refusal)
        {
            CheckoutRefusal = null;
            throw refusal;
        }

        if (isRepeated)
            await context.WriteResponseHeadersAsync([new("idempotent-replayed", "true")]);
        return Status(CheckoutId);
    }

    public override Task<CheckoutStatus> GetCheckout(GetCheckoutRequest request, ServerCallContext context) =>
        Answer(request, context, Status(request.CheckoutId));

    public override Task<ListStuckCheckoutsResponse> ListStuckCheckouts(ListStuckCheckoutsRequest request, ServerCallContext context) =>
        Answer(request, context, new ListStuckCheckoutsResponse { Checkouts = { Status(CheckoutId) } });

    public override Task<CheckoutStatus> RetryCheckout(RetryCheckoutRequest request, ServerCallContext context) =>
        Answer(request, context, Status(request.CheckoutId));

    public override Task<GetPromotionResponse> GetPromotion(GetPromotionRequest request, ServerCallContext context) =>
        Answer(request, context, new GetPromotionResponse { Promotion = HasUsedPromotion ? "" : "buy_two_get_one_free" });

    private Task<CartContent> ContentOf(IMessage request, string id, ServerCallContext context, params CartLine[] lines) =>
        Answer(request, context, Content ?? new CartContent { CartId = id, Lines = { lines } });

    private Task<T> Answer<T>(IMessage request, ServerCallContext context, T answer)
    {
        Take(request, context);
        return Task.FromResult(answer);
    }

    private CheckoutStatus Status(string id) => new() { CheckoutId = id, State = Outcome.State, FailureReason = Outcome.Reason };

    private void Take(IMessage request, ServerCallContext context)
    {
        (Last, LastToken) = (request, context.RequestHeaders.GetValue("authorization"));
        if (Refusal is not null)
            throw Refusal;
        if (request is not (GetCartRequest or GetPromotionRequest or GetCheckoutRequest or ListStuckCheckoutsRequest))
            LastChange = request;
    }
}
