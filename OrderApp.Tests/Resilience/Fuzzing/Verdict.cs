using System.Net;
using Grpc.Core;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>What may come back, whatever was sent.</summary>
internal static class Verdict
{
    private static readonly StatusCode[] Documented =
    [
        StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.AlreadyExists, StatusCode.Aborted, StatusCode.FailedPrecondition, StatusCode.OutOfRange,
        StatusCode.ResourceExhausted, StatusCode.Unimplemented, StatusCode.Unauthenticated, StatusCode.PermissionDenied,
    ];

    // What a proxy or client in between may be told of a request that is not gRPC at all.
    private static readonly HttpStatusCode[] NoGrpc =
        [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestHeaderFieldsTooLarge];

    private static readonly int[] HttpStatuses = [200, 201, 202, 204, 302, 304, 400, 403, 404, 405, 406, 409, 412, 413, 414, 415, 416, 422, 426, 429, 431];

    // Words of the inside: types, stack frames, statements.
    private static readonly string[] Inside = ["Exception", "   at ", "Npgsql", "SELECT ", "INSERT ", "UPDATE orders", "System.", "Microsoft.", ".cs:line"];

    /// <summary>What is wrong with an answer to a call, or null.</summary>
    public static string? Of(RpcTarget target, RpcCase sent, RpcAnswer answer)
    {
        if (Leak(answer.Detail) is { } leak)
            return leak;
        if (answer.Failure is { } failure)
            return failure;
        if (answer.Http is not HttpStatusCode.OK)
            return NoGrpc.Contains(answer.Http!.Value) ? null : $"HTTP {(int)answer.Http}";
        return answer.Code switch
        {
            null => target.Method.IsServerStreaming ? null : "no grpc-status",
            StatusCode.DeadlineExceeded when sent.HasTimeout => null,
            // The platform's health service says it without a word.
            StatusCode.NotFound when target.Method.Service.FullName == "grpc.health.v1.Health" => null,
            StatusCode.InvalidArgument or StatusCode.NotFound when answer.Detail.Length == 0 => $"{answer.Code} without a word",
            { } code => Documented.Contains(code) ? null : $"{code}: {answer.Detail}",
        };
    }

    /// <summary>What is wrong with an answer to a request of a page or of the JSON API, or null.</summary>
    public static string? Of(HttpAnswer answer)
    {
        if (answer.Failure is { } failure)
            return failure;
        if (!HttpStatuses.Contains(answer.Status))
            return $"HTTP {answer.Status}: {answer.Body[..Math.Min(answer.Body.Length, 300)]}";
        return answer.Status >= 400 ? Leak(answer.Body) : null;
    }

    private static string? Leak(string text) =>
        Inside.FirstOrDefault(word => text.Contains(word, StringComparison.Ordinal)) is { } word ? $"tells of its inside ({word}): {text[..Math.Min(text.Length, 300)]}" : null;
}
