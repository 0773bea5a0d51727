using Grpc.Core;
using OrderApp.Buying.Checkouts;
using OrderApp.Buying.Common;
using OrderApp.Buying.Running;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Buying.Operating;

/// <summary>GetCheckout, and what operators do about checkouts that are stuck.</summary>
internal sealed class CheckoutDesk(CheckoutStore store, CheckoutRuns runs, CheckoutMessages messages, CheckoutAnswers answers)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const int GuidBytes = 16;

    public async Task<CheckoutStatus> GetAsync(GetCheckoutRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var checkout = await store.FindAsync(CartKey.Parse("checkout_id", request.CheckoutId), context.CancellationToken);
        if (checkout is null || !MaySee(caller, checkout))
            throw CartErrors.NoCheckout();
        return await messages.ToMessageAsync(checkout, null, IsStaff(caller), context.CancellationToken);
    }

    public async Task<ListStuckCheckoutsResponse> ListStuckAsync(ListStuckCheckoutsRequest request, ServerCallContext context)
    {
        if (request.PageSize < 0)
            throw GrpcErrors.InvalidArgument("page_size", $"must not be negative, is {request.PageSize}");
        var size = Math.Min(request.PageSize == 0 ? DefaultPageSize : request.PageSize, MaxPageSize);
        var stuck = await store.FindStuckAsync(After(request.PageToken), size + 1, context.CancellationToken);

        var response = new ListStuckCheckoutsResponse();
        foreach (var checkout in stuck.Take(size))
            response.Checkouts.Add(await messages.ToMessageAsync(checkout, new() { Uuid = checkout.OrderUuid.ToString() }, isDetailed: true, context.CancellationToken));
        if (stuck.Count > size)
            response.NextPageToken = OpaqueToken.Write(stuck[size - 1].Id.ToByteArray(bigEndian: true), Scope);
        return response;
    }

    public async Task<CheckoutStatus> RetryAsync(RetryCheckoutRequest request, ServerCallContext context)
    {
        var id = CartKey.Parse("checkout_id", request.CheckoutId);
        var run = Guid.NewGuid();
        if (await store.ClaimPausingAsync(id, run, context.CancellationToken) is { } claimed)
            return await answers.AfterAsync(runs.Start(claimed, run, isResumed: true), claimed, context);
        // Somebody is at it already, or there is nothing to be done.
        var checkout = await store.FindAsync(id, context.CancellationToken) ?? throw CartErrors.NoCheckout();
        return await messages.ToMessageAsync(checkout, null, isDetailed: true, context.CancellationToken);
    }

    private static ReadOnlySpan<byte> Scope => "stuck checkouts"u8;

    private static Guid After(string pageToken) =>
        pageToken.Length == 0 ? Guid.Empty
        : OpaqueToken.Read(pageToken, Scope) is { Length: GuidBytes } last ? new(last, bigEndian: true)
        : throw GrpcErrors.InvalidArgument("page_token", "is not one that this list gave");

    // An account's is the account's. A guest's is whose cart it was, and where nobody says who he is, of him who knows its id.
    private static bool MaySee(Caller caller, Checkout checkout) => caller switch
    {
        { IsOperator: true } => true,
        { IsService: true, CustomerId: null } => true,
        { IsSignedIn: true } => checkout.Cart == new CartKey(CartKind.Account, caller.CustomerId!.Value),
        { CustomerId: { } guest } => checkout.Cart == new CartKey(CartKind.Guest, guest),
        _ => checkout.Cart.Kind is CartKind.Guest,
    };

    private static bool IsStaff(Caller caller) => caller.IsOperator || caller.IsService;
}
