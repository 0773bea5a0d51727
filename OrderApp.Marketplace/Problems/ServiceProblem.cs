using Google.Rpc;
using Grpc.Core;

namespace OrderApp.Marketplace.Problems;

/// <summary>A failed call to a backing service, in the terms of HTTP. The one place where gRPC statuses become HTTP ones.</summary>
/// <param name="Code">What the service answered.</param>
/// <param name="Detail">What it said; safe to show.</param>
/// <param name="Reason">The same for programs: the service's ErrorInfo, or the status where it gave none.</param>
/// <param name="Errors">What is wrong with which field of the request.</param>
/// <param name="Metadata">What goes with the reason: with OUT_OF_STOCK which books, and how many there are.</param>
/// <param name="RetryAfter">When trying again makes sense; null when it does not.</param>
internal sealed record ServiceProblem(
    StatusCode Code, string Detail, string Reason, IReadOnlyDictionary<string, string[]> Errors, IReadOnlyDictionary<string, string> Metadata, TimeSpan? RetryAfter)
{
    private static readonly TimeSpan WhenAway = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(1);

    /// <summary>True when the service could not be asked at all: the rest of a page still makes sense without it.</summary>
    public bool IsAway => Code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Internal;

    public int HttpStatus => Code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.Aborted => StatusCodes.Status412PreconditionFailed,
        StatusCode.FailedPrecondition => StatusCodes.Status409Conflict,
        StatusCode.AlreadyExists => StatusCodes.Status422UnprocessableEntity,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    public string Title => Code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => "The request is not acceptable",
        StatusCode.Unauthenticated => "Sign in first",
        StatusCode.PermissionDenied => "Not allowed",
        StatusCode.NotFound => "Not found",
        StatusCode.Aborted => "Changed by somebody else in the meantime",
        StatusCode.FailedPrecondition => "Not possible as things stand",
        StatusCode.AlreadyExists => "The key was used for another request",
        StatusCode.ResourceExhausted => "Too many requests",
        StatusCode.Unavailable => "A backing service is away",
        StatusCode.DeadlineExceeded => "A backing service took too long",
        _ => "The request failed",
    };

    public static ServiceProblem From(RpcException error)
    {
        var details = error.GetRpcStatus();
        var info = details?.GetDetail<ErrorInfo>();
        var fields = details?.GetDetail<BadRequest>()?.FieldViolations ?? [];
        return new(
            error.StatusCode,
            DetailOf(error),
            info?.Reason ?? ProblemReasons.UpperSnakeCase(error.StatusCode.ToString()),
            fields.GroupBy(field => field.Field).ToDictionary(field => field.Key, field => field.Select(problem => problem.Description).ToArray()),
            info?.Metadata.ToDictionary() ?? [],
            error.StatusCode switch
            {
                StatusCode.Unavailable => WhenAway,
                StatusCode.ResourceExhausted => WhenBusy,
                _ => null,
            });
    }

    // A status that the client library made itself ("Error connecting to subchannel") carries the exception, and an address.
    private static string DetailOf(RpcException error) => error.StatusCode switch
    {
        StatusCode.Unavailable => "The service cannot be reached at the moment; nothing was changed.",
        StatusCode.DeadlineExceeded => "The service did not answer in time; a change may or may not have been made.",
        StatusCode.Internal or StatusCode.Unknown => "The service failed unexpectedly.",
        _ => error.Status.Detail,
    };
}
