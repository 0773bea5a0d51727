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

    public static Task EndAsync(HttpContext context, ForwarderError error) => error switch
    {
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled =>
            EndAsync(context, StatusCode.Cancelled, "The call was cancelled."),
        ForwarderError.RequestBodyClient =>
            EndAsync(context, StatusCode.Cancelled, "The request ended before it was complete."),
        _ => EndAsync(context, StatusCode.Unavailable, "The service behind the front door is away."),
    };
}
