using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Stocking.Common;

/// <summary>A book of which there is less than was asked for.</summary>
internal readonly record struct Shortage(int BookId, int Available);

/// <summary>The refusals of the inventory, beside those of a field (<see cref="GrpcErrors.InvalidArgument"/>).</summary>
internal static class InventoryErrors
{
    public static RpcException NotFound(string id) =>
        GrpcErrors.NotFound("RESERVATION_NOT_FOUND", $"reservation_id: there is no reservation \"{id}\"");

    public static RpcException OtherLines() =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "RESERVATION_ID_REUSED", "reservation_id: was used before with other lines");

    public static RpcException RequestIdTaken() =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "REQUEST_ID_REUSED", "request_id: was used before for a request with other content");

    public static RpcException Expired() => Refused("RESERVATION_EXPIRED", "the reservation has expired");

    public static RpcException Released() => Refused("RESERVATION_RELEASED", "the reservation was released");

    public static RpcException Confirmed() => Refused("RESERVATION_CONFIRMED", "the reservation was confirmed");

    public static RpcException NotConfirmed() => Refused("RESERVATION_NOT_CONFIRMED", "the reservation is not confirmed yet");

    public static RpcException Returned() => Refused("RESERVATION_RETURNED", "what the reservation sold was returned");

    public static RpcException TooLarge(int most) => Refused("STOCK_TOO_LARGE", $"there would be more than {most} copies");

    /// <summary>Says for people and, as metadata of the ErrorInfo, for programs of which books how many are left.</summary>
    public static RpcException OutOfStock(IReadOnlyCollection<Shortage> shortages)
    {
        var info = new ErrorInfo { Reason = "OUT_OF_STOCK", Domain = GrpcErrors.Domain };
        info.Metadata.Add("book_ids", string.Join(',', shortages.Select(shortage => shortage.BookId)));
        info.Metadata.Add("available", string.Join(',', shortages.Select(shortage => shortage.Available)));
        return new Google.Rpc.Status
        {
            Code = (int)StatusCode.FailedPrecondition,
            Message = $"out of stock: {string.Join(", ", shortages.Select(shortage => $"{shortage.Available} left of book {shortage.BookId}"))}",
            Details = { Any.Pack(info) },
        }.ToRpcException();
    }

    public static RpcException Busy() => GrpcErrors.Make(StatusCode.ResourceExhausted, "QUEUE_FULL", "too many calls are waiting; try again later");

    public static RpcException TimedOut() => GrpcErrors.Unavailable("DATABASE_TIMEOUT", "the database did not answer in time");

    public static RpcException ShuttingDown() => GrpcErrors.Unavailable("SHUTTING_DOWN", "the server is shutting down");

    private static RpcException Refused(string reason, string message) => GrpcErrors.Make(StatusCode.FailedPrecondition, reason, message);
}
