using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>
/// Keeps the two ports apart (only gRPC at the front door, none of the routes behind it on the pages' port) and tells
/// gRPC clients about failures in gRPC's own way.
/// </summary>
internal sealed class FrontDoorMiddleware(RequestDelegate next)
{
    private const string GrpcType = "application/grpc";

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var isBehindFrontDoor = endpoint?.Metadata.GetMetadata<FrontDoorRoute>() is not null;
        if (context.Features.Get<FrontDoorConnection>() is null)
        {
            await (isBehindFrontDoor ? Refuse(context, StatusCodes.Status404NotFound) : next(context));
            return;
        }

        if (!IsGrpc(context.Request))
        {
            await Refuse(context, StatusCodes.Status415UnsupportedMediaType);
            return;
        }

        if (!isBehindFrontDoor)
        {
            var isOwnService = endpoint is null || endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null
                || endpoint.DisplayName?.StartsWith("gRPC", StringComparison.Ordinal) == true;
            await (isOwnService ? next(context) : GrpcAnswer.EndAsync(context, StatusCode.Unimplemented, "No such method."));
            return;
        }

        var deadline = new CallDeadline(context);
        context.Features.Set<IHttpResetFeature>(new GrpcReset(context, deadline));
        await next(context);
        // A service that refuses before it has read the whole request has answered: what then becomes of the rest is no failure.
        var isAnswered = context.Response.HasStarted || context.Response.Headers.GrpcStatus.Count > 0;
        if (context.Features.Get<IForwarderErrorFeature>() is { } failure && !isAnswered)
            await GrpcAnswer.EndAsync(context, failure.Error, deadline);
    }

    // gRPC-Web begins with the same letters and is another protocol, which no service here speaks.
    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType is { } type && type.StartsWith(GrpcType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == GrpcType.Length || type[GrpcType.Length] is '+' or ';' or ' ');

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
