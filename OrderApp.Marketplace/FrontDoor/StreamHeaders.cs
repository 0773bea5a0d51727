using Yarp.ReverseProxy.Transforms;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>
/// Sends the headers of a response stream on as soon as the service has sent them. The proxy by itself keeps them until the
/// first message, but a watcher learns from them that nothing escapes it from now on.
/// </summary>
internal static class StreamHeaders
{
    private static readonly HashSet<string> Streams =
    [
        .. FrontDoorMap.Contracts.SelectMany(entry => entry.Contract.Methods)
            .Where(method => method.IsServerStreaming)
            .Select(method => $"/{method.Service.FullName}/{method.Name}"),
    ];

    public static async ValueTask PassOnAsync(ResponseTransformContext transform)
    {
        // A status among the headers means that they are the whole answer, and it has to end with them.
        if (Streams.Contains(transform.HttpContext.Request.Path) && transform.ProxyResponse is { } answer && !answer.Headers.Contains("grpc-status"))
            await transform.HttpContext.Response.BodyWriter.FlushAsync(transform.CancellationToken);
    }
}
