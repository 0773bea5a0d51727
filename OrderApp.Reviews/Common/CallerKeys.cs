using System.Security.Claims;
using Grpc.Core;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Reviewing.Common;

/// <summary>Checks who calls, and the ids that callers send.</summary>
internal static class CallerKeys
{
    private const int MaxRequestIdLength = 255;

    /// <summary>Who calls: the "sub" of the token. Of an account it is its id, of a client that is an operator in its own name its name.</summary>
    public static string CallerOf(ServerCallContext context) => context.GetHttpContext().User.FindFirstValue("sub") ?? "";

    /// <summary>The account that calls; null: a client calls, in its own name or for a guest.</summary>
    public static Guid? AccountOf(ServerCallContext context) => Caller.Of(context) is { IsSignedIn: true, CustomerId: { } account } ? account : null;

    public static string CheckRequestId(string id) => TextRules.Check("request_id", id, MaxRequestIdLength);

    public static Guid ParseReviewId(string id) =>
        Guid.TryParseExact(id, "D", out var parsed) ? parsed : throw GrpcErrors.InvalidArgument("review_id", "must be a UUID");

    public static int CheckBookId(int id) => CheckBookId("book_id", id);

    public static int CheckBookId(string field, int id) => id >= 1 ? id : throw GrpcErrors.InvalidArgument(field, $"must be at least 1, is {id}");
}
