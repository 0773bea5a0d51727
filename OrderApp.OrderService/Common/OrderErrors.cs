using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OrderApp.ServiceDefaults;
using State = OrderApp.Protos.Order.Types.State;

namespace OrderApp.Orders.Common;

/// <summary>The refusals of the order service, beside those of a field (<see cref="GrpcErrors.InvalidArgument"/>).</summary>
internal static class OrderErrors
{
    public static RpcException NotFound(Guid id) => GrpcErrors.NotFound("ORDER_NOT_FOUND", $"uuid: there is no order {id}");

    public static RpcException Changed(Guid id) =>
        GrpcErrors.Make(StatusCode.Aborted, "ETAG_MISMATCH", $"etag: order {id} has been changed since it was read; read it again");

    /// <summary>The order is in a state from which it cannot be brought there.</summary>
    public static RpcException Illegal(Guid id, State from, State to)
    {
        var reason = new ErrorInfo
        {
            Reason = "ILLEGAL_TRANSITION",
            Domain = GrpcErrors.Domain,
            Metadata = { ["from"] = Name(from), ["to"] = Name(to) },
        };
        return new Google.Rpc.Status
        {
            Code = (int)StatusCode.FailedPrecondition,
            Message = $"state: order {id} is {Name(from)} and cannot become {Name(to)}",
            Details = { Any.Pack(reason) },
        }.ToRpcException();
    }

    public static RpcException PaidStays(Guid id) =>
        GrpcErrors.Make(StatusCode.FailedPrecondition, "ORDER_PAID", $"uuid: order {id} was paid; cancel it instead");

    public static RpcException OnlyOperatorsDeliver() =>
        GrpcErrors.Make(StatusCode.PermissionDenied, "OPERATOR_FIELD", "completed: only operators may set it where something was bought");

    public static RpcException OnlyServices(string field) =>
        GrpcErrors.Make(StatusCode.PermissionDenied, "SERVICE_FIELD", $"{field}: may be set by services only");

    public static RpcException NotInAGuestsName() =>
        GrpcErrors.Make(StatusCode.PermissionDenied, "NOT_FOR_GUESTS", "only operators, and services in their own name, may do this");

    public static RpcException Exists(Guid id) =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "ORDER_EXISTS", $"uuid: order {id} is there already, with other content");

    public static RpcException NotSignedIn() => GrpcErrors.Make(StatusCode.Unauthenticated, "NOT_SIGNED_IN", "sign in first");

    public static RpcException AnotherCustomer() =>
        GrpcErrors.Make(StatusCode.PermissionDenied, "NOT_YOURS", "customer_id: you may ask for your own orders only");

    public static RpcException RequestIdTaken() =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "REQUEST_ID_REUSED", "request_id: was used before for a request with other content");

    public static RpcException Busy() => GrpcErrors.Make(StatusCode.ResourceExhausted, "QUEUE_FULL", "too many calls are waiting; try again later");

    public static RpcException TooManyWatchers() => GrpcErrors.Make(StatusCode.ResourceExhausted, "TOO_MANY_WATCHERS", "too many are watching; try again later");

    public static RpcException TokenTooOld() =>
        GrpcErrors.Make(StatusCode.OutOfRange, "EVENTS_EXPIRED", "resume_token: the events after it are no longer kept; list the orders and watch from now on");

    public static RpcException TimedOut() => GrpcErrors.Unavailable("DATABASE_TIMEOUT", "the database did not answer in time");

    public static RpcException ShuttingDown() => GrpcErrors.Unavailable("SHUTTING_DOWN", "the server is shutting down");

    // As the contract writes it.
    private static string Name(State state) => state.ToString().ToUpperInvariant();
}
