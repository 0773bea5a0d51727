using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Buying.Common;

/// <summary>How callers are refused.</summary>
internal static class CartErrors
{
    public const string OutOfStock = "OUT_OF_STOCK";
    public const string TimedOut = "TIMED_OUT";

    public static RpcException NotYours() => GrpcErrors.Make(StatusCode.PermissionDenied, "NOT_YOUR_CART", "cart_id: the cart is another's");

    public static RpcException NoBook(int id) => GrpcErrors.NotFound("BOOK_NOT_FOUND", $"there is no book {id}");

    public static RpcException NoCheckout() => GrpcErrors.NotFound("CHECKOUT_NOT_FOUND", "there is no such checkout");

    public static RpcException NotForSale(int id) => Refused("NOT_FOR_SALE", $"book {id} is not for sale");

    public static RpcException BookGone(int id) => Refused("BOOK_GONE", $"book {id} has left the catalogue");

    public static RpcException TooMany(string message) => Refused("QUANTITY_TOO_LARGE", message);

    public static RpcException Empty() => Refused("CART_EMPTY", "the cart is empty");

    public static RpcException TotalChanged() => Refused("TOTAL_CHANGED", "expected_total: is not what the cart costs now");

    public static RpcException RequestIdTaken() =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "REQUEST_ID_TAKEN", "request_id: was used before for a request with other content");

    public static RpcException CampaignUnderWay() => Refused("CAMPAIGN_UNDER_WAY", "mails of the campaign before still wait to be sent");

    public static RpcException CatalogueAway() => GrpcErrors.Unavailable("CATALOGUE_UNAVAILABLE", "the catalogue cannot be reached");

    /// <summary>What Inventory said, with its metadata: of which books how many are left.</summary>
    public static RpcException NoStock(IReadOnlyDictionary<string, string>? metadata)
    {
        var info = new ErrorInfo { Reason = OutOfStock, Domain = GrpcErrors.Domain };
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            info.Metadata.Add(key, value);
        return new Google.Rpc.Status
        {
            Code = (int)StatusCode.FailedPrecondition,
            Message = "there are fewer copies than the cart asks for",
            Details = { Any.Pack(info) },
        }.ToRpcException();
    }

    /// <summary>The reason in a refusal of another service, and what goes with it.</summary>
    public static (string Reason, Dictionary<string, string> Metadata) ReasonOf(RpcException refusal) =>
        refusal.GetRpcStatus()?.GetDetail<ErrorInfo>() is { Reason.Length: > 0 } info
            ? (info.Reason, new(info.Metadata))
            : ($"REFUSED_{(int)refusal.StatusCode}", []);

    /// <summary>Whether the same call would be refused again, whenever it is made. What is only misconfigured may be put right.</summary>
    public static bool IsFinal(RpcException error) => error.StatusCode is
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.OutOfRange;

    private static RpcException Refused(string reason, string message) => GrpcErrors.Make(StatusCode.FailedPrecondition, reason, message);
}
