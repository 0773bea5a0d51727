using Google.Rpc;
using Grpc.Core;
using OrderApp.ServiceDefaults.Common;

namespace OrderApp.ServiceDefaults;

/// <summary>
/// The refusals that services share. The text goes to the caller: it names the field and holds no internals. Beside it goes a google.rpc.Status with
/// an ErrorInfo, whose reason programs can rely on, and for fields a BadRequest.
/// </summary>
/// <remarks>https://google.aip.dev/193</remarks>
public static class GrpcErrors
{
    /// <summary>The domain of every ErrorInfo.</summary>
    public const string Domain = RichErrors.Domain;

    /// <summary>A field is not acceptable: INVALID_ARGUMENT, "field: problem", reason INVALID_FIELD.</summary>
    public static RpcException InvalidArgument(string field, string problem) =>
        Make(StatusCode.InvalidArgument, "INVALID_FIELD", $"{field}: {problem}",
            new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = problem } } });

    /// <summary>What was asked for is not there: NOT_FOUND.</summary>
    public static RpcException NotFound(string reason, string message) => Make(StatusCode.NotFound, reason, message);

    /// <summary>Something that is needed is away for now: UNAVAILABLE.</summary>
    public static RpcException Unavailable(string reason, string message) => Make(StatusCode.Unavailable, reason, message);

    /// <summary>Any other refusal.</summary>
    /// <param name="code">The status.</param>
    /// <param name="reason">What happened, for programs: UPPER_SNAKE_CASE, never changed once it is used.</param>
    /// <param name="message">What happened, for people.</param>
    /// <param name="details">Further messages of google/rpc/error_details.proto.</param>
    public static RpcException Make(StatusCode code, string reason, string message, params IEnumerable<Google.Protobuf.IMessage> details) =>
        RichErrors.Make(code, reason, message, details);
}
