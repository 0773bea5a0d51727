using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Orders.Common;

/// <summary>The refusals of the order service, beside those of a field (<see cref="GrpcErrors.InvalidArgument"/>).</summary>
internal static class OrderErrors
{
    public static RpcException NotFound(Guid id) => GrpcErrors.NotFound("ORDER_NOT_FOUND", $"uuid: there is no order {id}");

    public static RpcException Changed(Guid id) =>
        GrpcErrors.Make(StatusCode.Aborted, "ETAG_MISMATCH", $"etag: order {id} has been changed since it was read; read it again");

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
}
