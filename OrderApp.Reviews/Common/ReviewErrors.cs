using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Reviewing.Common;

/// <summary>The refusals of this service, beside those of a field (<see cref="GrpcErrors.InvalidArgument"/>).</summary>
internal static class ReviewErrors
{
    public static RpcException NotFound(Guid id) => GrpcErrors.NotFound("REVIEW_NOT_FOUND", $"review_id: there is no review {id}");

    public static RpcException NotReviewed(int bookId) => GrpcErrors.NotFound("REVIEW_NOT_FOUND", $"book_id: you have not reviewed book {bookId}");

    public static RpcException NoPerson() => NotAllowed("only customers who have an account have reviews");

    public static RpcException NotYours() => NotAllowed("review_id: it is another's review");

    public static RpcException HiddenAreForOperators() => NotAllowed("show_hidden: only operators may list hidden reviews");

    public static RpcException Hidden() =>
        GrpcErrors.Make(StatusCode.FailedPrecondition, "REVIEW_HIDDEN", "review_id: it is hidden; only an operator may remove it");

    public static RpcException RequestIdTaken() =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "REQUEST_ID_REUSED", "request_id: was used before for a request with other content");

    private static RpcException NotAllowed(string message) => GrpcErrors.Make(StatusCode.PermissionDenied, "NOT_ALLOWED", message);
}
