using System.Globalization;
using Grpc.Core;
using Yarp.ReverseProxy.Forwarder;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>Ends a call with a gRPC status.</summary>
internal static class GrpcAnswer
{
    /// <summary>Answers with the status alone ("trailers-only" in gRPC's terms).</summary>
    public static Task EndAsync(HttpContext context, StatusCode status, string message)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers.GrpcStatus = ((int)status).ToString(CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = Uri.EscapeDataString(message);
        return response.CompleteAsync();
    }

    /// <summary>Tells what became of a call that could not be passed on, or whose answer could not.</summary>
    public static Task EndAsync(HttpContext context, ForwarderError error, CallDeadline deadline) => error switch
    {
        // The service ends such a call too, and may do it with a bare reset.
        _ when deadline.HasPassed => EndAsync(context, StatusCode.DeadlineExceeded, "The deadline passed."),
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled =>
            EndAsync(context, StatusCode.Cancelled, "The call was cancelled."),
        ForwarderError.RequestBodyClient =>
            EndAsync(context, StatusCode.Cancelled, "The request ended before it was complete."),
        _ => EndAsync(context, StatusCode.Unavailable, "The service behind the front door is away."),
    };
}
