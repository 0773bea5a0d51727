using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>
/// A stream of requests that answers INVALID_ARGUMENT to bytes that are not the message they should be: a frame that is cut off or lies
/// about its length, what cannot be unpacked or parsed. The server by itself calls that its own, internal, error.
/// </summary>
internal sealed class CheckedRequests<TRequest>(IAsyncStreamReader<TRequest> requests, CancellationToken callCancelled) : IAsyncStreamReader<TRequest>
{
    public TRequest Current => requests.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            return await requests.MoveNext(cancellationToken);
        }
        catch (Exception error) when (IsMalformed(error) && !callCancelled.IsCancellationRequested)
        {
            throw GrpcErrors.InvalidArgument("request", "is not a valid message");
        }
    }

    // Whatever reading throws: protobuf's parser runs past the end of some messages, and a length that no message can have is an IOException.
    // A caller who went away is one too, and then the call is cancelled.
    private static bool IsMalformed(Exception error) =>
        error is not (OperationCanceledException or InvalidOperationException or BadHttpRequestException or RpcException { StatusCode: not StatusCode.Internal });
}
