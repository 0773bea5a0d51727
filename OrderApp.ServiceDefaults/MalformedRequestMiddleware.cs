using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrderApp.ServiceDefaults;

/// <summary>
/// Answers INVALID_ARGUMENT to bytes that are not the message they should be. The server reads a unary request before anything of ours
/// runs and ends with UNKNOWN or INTERNAL when that fails; what fails later, <see cref="ErrorInterceptor"/> has seen.
/// </summary>
internal sealed class MalformedRequestMiddleware(RequestDelegate next)
{
    private const string StatusName = "grpc-status";
    private const string MessageName = "grpc-message";
    private const string DetailsName = "grpc-status-details-bin";
    private static readonly string[] Unread = [Number(StatusCode.Unknown), Number(StatusCode.Internal)];

    private static readonly RpcException Unreadable = GrpcErrors.InvalidArgument("request", "is not a valid message");

    // Binary fields travel as base64 without padding.
    private static readonly string Details = Convert.ToBase64String(Unreadable.Trailers.GetValueBytes(DetailsName)!).TrimEnd('=');

    private static readonly object WasRead = new();

    /// <summary>Says of a call that fails that its request could be read: the failure is the service's own.</summary>
    public static void MarkRead(HttpContext context) => context.Items[WasRead] = true;

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        Mend(context, context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers);
        if (!context.Response.HasStarted)
            Mend(context, context.Response.Headers);
    }

    private static void Mend(HttpContext context, IHeaderDictionary? fields)
    {
        if (fields is null || fields.IsReadOnly || !Unread.Contains(fields[StatusName].ToString()) || context.Items.ContainsKey(WasRead))
            return;
        fields[StatusName] = Number(StatusCode.InvalidArgument);
        fields[MessageName] = Unreadable.Status.Detail;
        fields[DetailsName] = Details;
    }

    private static string Number(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);
}
