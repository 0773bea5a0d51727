using Google.Protobuf;
using Grpc.Core;

namespace OrderApp.ServiceDefaults.Auditing;

/// <summary>A stream of requests that remembers its first message.</summary>
internal sealed class FirstMessage<TRequest>(IAsyncStreamReader<TRequest> requests) : IAsyncStreamReader<TRequest>
{
    private IMessage? first;

    public TRequest Current => requests.Current;

    /// <summary>The first message; null before it came.</summary>
    public IMessage? Seen => Volatile.Read(ref first);

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        var isThere = await requests.MoveNext(cancellationToken);
        if (isThere && first is null)
            Volatile.Write(ref first, requests.Current as IMessage);
        return isThere;
    }
}
