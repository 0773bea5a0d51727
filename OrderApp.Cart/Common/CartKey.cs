using Grpc.Core;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Buying.Common;

/// <summary>Whose cart it is. Values are stored.</summary>
internal enum CartKind : short
{
    Account = 1,
    Guest = 2,
}

/// <summary>
/// A cart. Accounts and guests are kept apart by their kind, and not by their ids alone: an id that somebody names without a token is a guest's, and
/// leads to no account whatever it is.
/// </summary>
internal readonly record struct CartKey(CartKind Kind, Guid Id)
{
    /// <summary>The cart that a call means.</summary>
    /// <param name="context">The call.</param>
    /// <param name="cartId">The request's cart_id; empty: the caller's own.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT or PERMISSION_DENIED.</exception>
    public static CartKey Of(ServerCallContext context, string cartId)
    {
        var caller = Caller.Of(context);
        var named = cartId.Length == 0 ? null : (Guid?)Parse("cart_id", cartId);
        if (caller.CustomerId is not { } own)
            return new(CartKind.Guest, named ?? throw GrpcErrors.InvalidArgument("cart_id", "must not be empty without a token"));
        if (named is { } other && other != own)
            throw CartErrors.NotYours();
        return new(caller.IsSignedIn ? CartKind.Account : CartKind.Guest, own);
    }

    /// <summary>An id that callers sent.</summary>
    public static Guid Parse(string field, string id) =>
        Guid.TryParseExact(id, "D", out var parsed) ? parsed : throw GrpcErrors.InvalidArgument(field, "must be a UUID");
}
