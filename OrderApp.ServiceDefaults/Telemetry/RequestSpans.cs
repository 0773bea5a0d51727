using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace OrderApp.ServiceDefaults.Telemetry;

/// <summary>
/// Gives the span of a request the name, attributes and outcome of OpenTelemetry's HTTP conventions. The platform can do it too, but it writes the
/// attributes of every request, and most are not recorded.
/// </summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/http/http-spans/</remarks>
internal sealed class RequestSpans : IStartupFilter
{
    /// <summary>Health probes and reflection: they come every second and tell nothing.</summary>
    private static readonly string[] Untraced = ["/health", "/alive", "/grpc.health.v1.Health/", "/grpc.reflection."];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(TellAsync);
        next(app);
    };

    // Few requests are recorded; the others take no detour.
    private static Task TellAsync(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span ? TellAsync(span, context, next) : next(context);

    private static Task TellAsync(Activity span, HttpContext context, RequestDelegate next)
    {
        if (!Array.Exists(Untraced, prefix => context.Request.Path.Value?.StartsWith(prefix, StringComparison.Ordinal) is true))
            return TellRecordedAsync(span, context, next);
        // What is done for it follows its decision, so it leaves no spans either.
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.IsAllDataRequested = false;
        return next(context);
    }

    private static async Task TellRecordedAsync(Activity span, HttpContext context, RequestDelegate next)
    {
        RequestAttributes.AddTo(span, context.Request);
        try
        {
            await next(context);
        }
        finally
        {
            Describe(span, context);
        }
    }

    private static void Describe(Activity span, HttpContext context)
    {
        var method = RequestAttributes.MethodOfName(context.Request.Method);
        // An error page has taken the failed endpoint's place.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        if ((endpoint as RouteEndpoint)?.RoutePattern.RawText is { } pattern)
        {
            var route = "/" + pattern.Trim('/');
            span.DisplayName = $"{method} {route}";
            span.SetTag("http.route", route);
        }
        else
        {
            span.DisplayName = method;
        }
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
