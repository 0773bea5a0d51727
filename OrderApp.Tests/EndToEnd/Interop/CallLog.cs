using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>
/// What a service saw of the calls that reached it. It also gives metadata whose name begins with "x-echo" back in the
/// headers and in the trailers, as services may.
/// </summary>
internal sealed class CallLog : Interceptor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, EndedCall> ended = new();

    /// <summary>The call whose client sent this value as "x-call", once it has ended.</summary>
    public EndedCall? Ended(string call) => ended.GetValueOrDefault(call);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        RecordAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        RecordAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        RecordAsync(context, () => Finish(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        RecordAsync(context, () => Finish(continuation(requestStream, responseStream, context)));

    private async Task<T> RecordAsync<T>(ServerCallContext context, Func<Task<T>> handle)
    {
        await EchoAsync(context);
        try
        {
            return await handle();
        }
        finally
        {
            if (context.RequestHeaders.GetValue("x-call") is { } call)
            {
                var left = context.Deadline - DateTime.UtcNow;
                ended[call] = new(await IsCancelledAsync(context.CancellationToken), left);
            }
        }
    }

    // What a client sent before it left ends a call too, and the server tells the token on a thread of its own: it may be the later one.
    private static async Task<bool> IsCancelledAsync(CancellationToken told)
    {
        await Task.WhenAny(Task.Delay(Patience, told));
        return told.IsCancellationRequested;
    }

    private static async Task EchoAsync(ServerCallContext context)
    {
        var echo = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("x-echo", StringComparison.Ordinal)))
        {
            echo.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        if (echo.Count > 0)
            await context.WriteResponseHeadersAsync(echo);
    }

    private static async Task<bool> Finish(Task call)
    {
        await call;
        return true;
    }

    /// <param name="Cancelled">Whether the service was told that its client had left.</param>
    /// <param name="TimeLeft">How much of the client's deadline was left at the end.</param>
    internal sealed record EndedCall(bool Cancelled, TimeSpan TimeLeft);
}
