using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using Carts = OrderApp.Protos.Cart.CartClient;

namespace OrderApp.Marketplace.Api;

/// <summary>Checkouts as JSON: the purchase, what became of it, and what operators do about those that are stuck.</summary>
internal static class CheckoutEndpoints
{
    // The body alone: a payment token and an email address have no business in an address.
    public static async Task<IResult> BuyAsync(HttpContext context, Carts carts)
    {
        var key = Preconditions.RequiredKey(context.Request);
        var request = await MessageInput<CheckoutRequest>.ReadBodyAsync(context);
        request.RequestId = key;

        var answer = await Preconditions.AnswerAsync(context.Response, carts.CheckoutAsync(request, cancellationToken: context.RequestAborted));
        if (answer.State is CheckoutStatus.Types.State.Failed)
            throw Failed(answer);
        context.Response.Headers.Location = $"/checkouts/{answer.CheckoutId}";
        return new ProtoJson(answer, answer.State is CheckoutStatus.Types.State.Completed ? StatusCodes.Status201Created : StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> ReadAsync(string id, HttpContext context, Carts carts) =>
        new ProtoJson(await carts.GetCheckoutAsync(new() { CheckoutId = id }, cancellationToken: context.RequestAborted));

    public static async Task<IResult> ListStuckAsync(HttpContext context, Carts carts)
    {
        var query = context.Request.Query;
        // A list of all is another one, which nobody has: it must not be taken for this.
        if (!query.TryGetValue("stuck", out var stuck) || stuck.ToString() is not ("" or "true"))
            throw GrpcErrors.InvalidArgument("stuck", "must be true: only checkouts that are stuck are listed");
        var request = MessageInput<ListStuckCheckoutsRequest>.ReadQuery(query);
        return new ProtoJson(await carts.ListStuckCheckoutsAsync(request, cancellationToken: context.RequestAborted));
    }

    public static async Task<IResult> RetryAsync(string id, HttpContext context, Carts carts) =>
        new ProtoJson(await carts.RetryCheckoutAsync(new() { CheckoutId = id }, cancellationToken: context.RequestAborted));

    // To the service a checkout that failed is an answer; to who buys over HTTP it is a refusal.
    private static RpcException Failed(CheckoutStatus checkout) => new Google.Rpc.Status
    {
        Code = (int)Code.FailedPrecondition,
        Message = $"Checkout {checkout.CheckoutId} failed and was undone; another try needs another {Preconditions.IdempotencyKey}.",
        Details =
        {
            Any.Pack(new ErrorInfo { Reason = checkout.FailureReason, Domain = GrpcErrors.Domain, Metadata = { ["checkout_id"] = checkout.CheckoutId } }),
        },
    }.ToRpcException();
}
