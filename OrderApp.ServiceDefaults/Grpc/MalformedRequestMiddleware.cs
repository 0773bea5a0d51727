using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>
/// Answers INVALID_ARGUMENT to bytes that are not the message they should be. The server reads a unary request before any interceptor
/// runs and ends with UNKNOWN or INTERNAL when that fails; what fails later, <see cref="ErrorInterceptor"/> has seen.
/// </summary>
internal sealed class MalformedRequestMiddleware(RequestDelegate next)
{
    private const string StatusName = "grpc-status";
    private const string MessageName = "grpc-message";
    private static readonly string[] Unread = [Number(StatusCode.Unknown), Number(StatusCode.Internal)];

    /// <summary>The key in <see cref="HttpContext.Items"/> that tells that the request could be read.</summary>
    public static object WasRead { get; } = new();

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Items.ContainsKey(WasRead))
            return;

        Mend(context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers);
        if (!context.Response.HasStarted)
            Mend(context.Response.Headers);
    }

    private static void Mend(IHeaderDictionary? fields)
    {
        if (fields is null || fields.IsReadOnly || !Unread.Contains(fields[StatusName].ToString()))
            return;
        fields[StatusName] = Number(StatusCode.InvalidArgument);
        fields[MessageName] = "request: is not a valid message";
    }

    private static string Number(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);
}
