using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Buying.Filling;
using OrderApp.Buying.Operating;
using OrderApp.Protos;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Buying;

/// <summary>cart.Cart: a handler for each method; who may call it stands beside it. The contract is in protos/cart.proto.</summary>
internal sealed class CartGrpcService(FillHandler carts, CheckoutHandler checkouts, CheckoutDesk desk) : Cart.CartBase
{
    [AllowAnonymous]
    public override Task<CartContent> GetCart(GetCartRequest request, ServerCallContext context) => carts.GetAsync(request, context);

    [AllowAnonymous]
    public override Task<CartContent> AddItem(AddItemRequest request, ServerCallContext context) => carts.AddAsync(request, context);

    [AllowAnonymous]
    public override Task<CartContent> SetItem(SetItemRequest request, ServerCallContext context) => carts.SetAsync(request, context);

    [AllowAnonymous]
    public override Task<CartContent> ClearCart(ClearCartRequest request, ServerCallContext context) => carts.ClearAsync(request, context);

    [Authorize(Policies.SignedIn)]
    public override Task<CartContent> MergeCarts(MergeCartsRequest request, ServerCallContext context) => carts.MergeAsync(request, context);

    [AllowAnonymous]
    public override Task<CheckoutStatus> Checkout(CheckoutRequest request, ServerCallContext context) => checkouts.HandleAsync(request, context);

    [AllowAnonymous]
    public override Task<CheckoutStatus> GetCheckout(GetCheckoutRequest request, ServerCallContext context) => desk.GetAsync(request, context);

    [Authorize(Policies.Operator)]
    public override Task<ListStuckCheckoutsResponse> ListStuckCheckouts(ListStuckCheckoutsRequest request, ServerCallContext context) =>
        desk.ListStuckAsync(request, context);

    [Authorize(Policies.Operator)]
    public override Task<CheckoutStatus> RetryCheckout(RetryCheckoutRequest request, ServerCallContext context) => desk.RetryAsync(request, context);

    [AllowAnonymous]
    public override Task<GetPromotionResponse> GetPromotion(GetPromotionRequest request, ServerCallContext context) => carts.GetPromotionAsync(request, context);
}
