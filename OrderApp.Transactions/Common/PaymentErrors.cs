using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Payments.Common;

/// <summary>The refusals of this service, beside those of a field (<see cref="GrpcErrors.InvalidArgument"/>).</summary>
internal static class PaymentErrors
{
    public static RpcException NotFound(Guid id) => GrpcErrors.NotFound("TRANSACTION_NOT_FOUND", $"transaction_id: there is no transaction {id}");

    public static RpcException RequestIdTaken() =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "REQUEST_ID_REUSED", "request_id: was used before for a request with other content");

    public static RpcException Declined() => GrpcErrors.Make(StatusCode.FailedPrecondition, "PAYMENT_DECLINED", "the payment provider refused it");

    public static RpcException IllegalTransition(string problem) => GrpcErrors.Make(StatusCode.FailedPrecondition, "ILLEGAL_TRANSITION", problem);

    public static RpcException RefundTooLarge() =>
        GrpcErrors.Make(StatusCode.FailedPrecondition, "REFUND_TOO_LARGE", "amount: more would be paid back than was captured");

    public static RpcException NotYours() => GrpcErrors.Make(StatusCode.PermissionDenied, "NOT_ALLOWED", "customer_id: you may list your own payments only");

    public static RpcException StillUnknown() =>
        GrpcErrors.Unavailable("PROVIDER_UNAVAILABLE", "the payment provider has not answered yet; the same request_id finds out what became of it");
}
