using Grpc.Core;
using Grpc.Core.Interceptors;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>Puts the <see cref="ErrorGuard"/> before a service that is made anew for each call; others have it in their <see cref="GuardedMethods"/>.</summary>
internal sealed class ErrorInterceptor(ErrorGuard guard) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        guard.RunAsync(continuation, request, context);

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        guard.RunAsync(continuation, requestStream, context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        guard.RunAsync(continuation, request, responseStream, context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        guard.RunAsync(continuation, requestStream, responseStream, context);
}
