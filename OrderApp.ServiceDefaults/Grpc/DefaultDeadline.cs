using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Options;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>Gives a deadline to every unary call that comes without one.</summary>
internal sealed class DefaultDeadline(IOptions<ServiceClientOptions> options, TimeProvider time) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (context.Options.Deadline is not null)
            return continuation(request, context);
        var deadline = time.GetUtcNow().UtcDateTime + options.Value.Deadline;
        return continuation(request, new(context.Method, context.Host, context.Options.WithDeadline(deadline)));
    }
}
