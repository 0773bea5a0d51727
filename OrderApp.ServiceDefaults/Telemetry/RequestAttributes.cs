using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>What a span tells of its request when it begins.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span</remarks>
internal static class RequestAttributes
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    // Case matters in a method (RFC 9110, 9.1), and the conventions count these.
    private static readonly HashSet<string> KnownMethods =
        new(["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"], StringComparer.Ordinal);

    public static void AddTo(Activity span, HttpRequest request)
    {
        if (KnownMethods.Contains(request.Method))
        {
            span.SetTag("http.request.method", request.Method);
        }
        else
        {
            span.SetTag("http.request.method", "_OTHER");
            span.SetTag("http.request.method_original", request.Method);
        }

        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("url.path", (request.PathBase + request.Path).Value);
        if (request.Host.HasValue)
        {
            span.SetTag("server.address", request.Host.Host);
            span.SetTag("server.port", request.Host.Port ?? (request.IsHttps ? HttpsPort : HttpPort));
        }

        if (request.Headers.UserAgent is [{ } agent, ..])
            span.SetTag("user_agent.original", agent);
    }

    /// <summary>A method as a span's name has it: anyone can invent methods, and names are to be few.</summary>
    public static string MethodOfName(string method) => KnownMethods.Contains(method) ? method : "HTTP";
}
