using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>
/// Ends a stream whose service went away with the status UNAVAILABLE. A bare HTTP/2 reset, which the proxy would send,
/// reads CANCELLED or INTERNAL to gRPC clients: errors that nobody retries. Past the call's own deadline it is that which ended it.
/// </summary>
internal sealed class GrpcReset(HttpContext context, CallDeadline deadline) : IHttpResetFeature
{
    private readonly IHttpResetFeature? inner = context.Features.Get<IHttpResetFeature>();

    public void Reset(int errorCode)
    {
        if (context.RequestAborted.IsCancellationRequested || !context.Response.SupportsTrailers())
        {
            inner?.Reset(errorCode);
            return;
        }

        var (status, message) = deadline.HasPassed
            ? (StatusCode.DeadlineExceeded, "The deadline passed.")
            : (StatusCode.Unavailable, "The service behind the front door went away.");
        context.Response.AppendTrailer("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture));
        context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
    }
}
