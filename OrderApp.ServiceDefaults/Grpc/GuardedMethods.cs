using Grpc.Core;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>
/// The methods of a service with the <see cref="ErrorGuard"/> around each. An interceptor does the same, but the server looks it up anew for
/// each call and waits for it twice, which costs a short call a tenth of its time.
/// </summary>
internal sealed class GuardedMethods(ErrorGuard guard) : ServiceBinderBase
{
    private readonly ServerServiceDefinition.Builder definition = ServerServiceDefinition.CreateBuilder();

    public ServerServiceDefinition Build() => definition.Build();

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        definition.AddMethod(method, (request, context) => guard.RunAsync(handler, request, context));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        definition.AddMethod(method, (requests, context) => guard.RunAsync(handler, requests, context));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        definition.AddMethod(method, (request, responses, context) => guard.RunAsync(handler, request, responses, context));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        definition.AddMethod(method, (requests, responses, context) => guard.RunAsync(handler, requests, responses, context));
    }
}
