using Yarp.ReverseProxy.Transforms;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>
/// Sends the headers of a response stream on as soon as the service has sent them. The proxy by itself keeps them until the
/// first message, but a watcher learns from them that nothing escapes it from now on.
/// </summary>
internal static class StreamHeaders
{
    // Routes are found whatever the case of their letters and with a slash behind them, and so are these.
    private static readonly HashSet<string> Streams = FrontDoorMap.Contracts.SelectMany(entry => entry.Contract.Methods)
        .Where(method => method.IsServerStreaming)
        .Select(method => $"/{method.Service.FullName}/{method.Name}")
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static async ValueTask PassOnAsync(ResponseTransformContext transform)
    {
        // A status among the headers means that they are the whole answer, and it has to end with them.
        var path = transform.HttpContext.Request.Path.Value!.TrimEnd('/');
        if (Streams.Contains(path) && transform.ProxyResponse is { } answer && !answer.Headers.Contains("grpc-status"))
            await transform.HttpContext.Response.BodyWriter.FlushAsync(transform.CancellationToken);
    }
}
