using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Books.Common;

/// <summary>The catalogue's refusals.</summary>
internal static class BookErrors
{
    public static RpcException NotFound(int id) => GrpcErrors.NotFound("BOOK_NOT_FOUND", $"There is no book {id}");

    public static RpcException RequestIdTaken() =>
        GrpcErrors.Make(StatusCode.AlreadyExists, "REQUEST_ID_TAKEN", "request_id: was used before for a book with other content");

    public static RpcException Changed() => GrpcErrors.Make(StatusCode.Aborted, "ETAG_MISMATCH", "book.etag: the book was changed since");

    public static RpcException HiddenAreOthers() =>
        GrpcErrors.Make(StatusCode.PermissionDenied, "FORBIDDEN", "include_hidden: is for operators and services");

    /// <summary>A book that the rules refuse, with "field: problem" as they say it.</summary>
    public static RpcException Refused(string problem)
    {
        var parts = problem.Split(": ", 2);
        return GrpcErrors.InvalidArgument($"book.{parts[0]}", parts[1]);
    }
}
