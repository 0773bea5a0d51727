using Grpc.Core;
using Microsoft.Net.Http.Headers;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.Api;

/// <summary>ETag, If-Match, If-None-Match, Idempotency-Key: HTTP's names for an order's etag and a request's id.</summary>
internal static class Preconditions
{
    public const string IdempotencyKey = "Idempotency-Key";
    public const string Replayed = "idempotent-replayed";

    /// <summary>The caller's own key for this request; empty when he gives none.</summary>
    public static string Key(HttpRequest request) => request.Headers[IdempotencyKey].ToString();

    /// <summary>The same where money moves: without a key a repetition could not be told from another request.</summary>
    public static string RequiredKey(HttpRequest request) => Key(request) is { Length: > 0 } key
        ? key
        : throw GrpcErrors.InvalidArgument(IdempotencyKey, "must be sent as a header: your own key for this request, the same when you repeat it");

    /// <summary>The call's answer; the caller is told whether it is an earlier one's.</summary>
    public static async Task<T> AnswerAsync<T>(HttpResponse response, AsyncUnaryCall<T> sent)
    {
        using var call = sent;
        var answer = await call;
        if ((await call.ResponseHeadersAsync).Concat(call.GetTrailers()).Any(entry => entry.Key == Replayed))
            response.Headers[Replayed] = "true";
        return answer;
    }

    /// <summary>The etag the caller asks for; empty when it asks for none, or for any ("*").</summary>
    public static string IfMatch(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().IfMatch;
        if (wanted.Count == 0 && request.Headers.IfMatch.Count > 0)
            throw GrpcErrors.InvalidArgument("If-Match", "must be an entity tag in double quotes, or *");
        if (wanted.Count == 0 || wanted.Contains(EntityTagHeaderValue.Any))
            return "";
        if (wanted.Count > 1)
            throw GrpcErrors.InvalidArgument("If-Match", "more than one entity tag is not supported");
        return wanted[0].IsWeak
            ? throw GrpcErrors.Make(StatusCode.Aborted, "ETAG_MISMATCH", "If-Match: a weak entity tag never matches")
            : wanted[0].Tag.ToString().Trim('"');
    }

    public static bool IsKnown(HttpRequest request, Order order) =>
        request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(TagOf(order), useStrongComparison: false));

    public static void Tag(HttpResponse response, Order order)
    {
        if (order.Etag.Length > 0)
            response.GetTypedHeaders().ETag = TagOf(order);
    }

    private static EntityTagHeaderValue TagOf(Order order) => new($"\"{order.Etag}\"");
}
