using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrderApp.ServiceDefaults.Callers;
using Idempotency = Google.Protobuf.Reflection.MethodOptions.Types.IdempotencyLevel;
using Registration = Microsoft.Extensions.DependencyInjection.ServiceDescriptor;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace OrderApp.ServiceDefaults;

/// <summary>Settings of the section <c>ServiceClients</c>: calls from one service to another.</summary>
public sealed class ServiceClientOptions
{
    /// <summary>The deadline of a unary call that has none of its own. Default: 5 s.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a call that is safe to repeat is tried when its service is away, the first time included. Default: 4; range 2 to 5.</summary>
    public int MaxAttempts { get; set; } = 4;
}

/// <summary>Typed gRPC clients of the other services.</summary>
public static class GrpcClients
{
    /// <summary>
    /// Adds a client of a service found by discovery: one channel for the process, a deadline on every unary call, the caller's deadline and
    /// cancellation passed on inside a gRPC call, retries for methods that are safe to repeat.
    /// </summary>
    /// <param name="builder">The service that asks.</param>
    /// <param name="service">The service that is asked.</param>
    /// <param name="name">The client's name for GrpcClientFactory, where one contract is asked of several services.</param>
    /// <param name="inOwnName">Whether the service asks in its own name, and not in that of who called it.</param>
    /// <param name="forGuests">Whether it also asks for a visitor without an account (<see cref="Caller.SetGuest"/>), who is nobody to others.</param>
    public static IHttpClientBuilder AddServiceClient<TClient>(
        this WebApplicationBuilder builder, string service, string? name = null, bool inOwnName = false, bool forGuests = false)
        where TClient : ClientBase
    {
        var services = builder.Services;
        services.AddOptions<ServiceClientOptions>().BindConfiguration("ServiceClients")
            .Validate(options => options.Deadline > TimeSpan.Zero, "ServiceClients:Deadline must be longer than 0")
            .Validate(options => options.MaxAttempts is >= 2 and <= 5, "ServiceClients:MaxAttempts must be 2 to 5")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DefaultDeadline>();
        services.AddHttpContextAccessor(); // for the caller's deadline and cancellation
        services.AddDiscovery();

        var client = services
            .AddGrpcClient<TClient>(name ?? typeof(TClient).Name, options => options.Address = DiscoveryResolverFactory.AddressOf(service))
            .ConfigureChannel((provider, channel) =>
            {
                // A channel is encrypted or not before its addresses are known.
                var isEncrypted = provider.GetRequiredService<IConfiguration>()[$"services:{service}:grpc:0"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) is true;
                channel.Credentials = isEncrypted ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure;
                // Tokens travel within the cluster.
                channel.UnsafeUseInsecureChannelCallCredentials = !isEncrypted;
                // The client's own default waits up to two minutes before it looks for a service again that was away.
                channel.InitialReconnectBackoff = TimeSpan.FromMilliseconds(200);
                channel.MaxReconnectBackoff = TimeSpan.FromSeconds(2);
                channel.MaxReceiveMessageSize = GrpcServer.MaxMessageBytes;
                channel.ServiceConfig = ConfigOf(typeof(TClient), provider.GetRequiredService<IOptions<ServiceClientOptions>>().Value.MaxAttempts);
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            })
            .AddInterceptor<DefaultDeadline>()
            .EnableCallContextPropagation(options => options.SuppressContextNotFoundErrors = true)
            .RemoveAllLoggers();
        return inOwnName ? client.AsService() : client.AsCaller(forGuests);
    }

    /// <summary>
    /// Several addresses are used in turn; methods whose contract says that they are safe to repeat (idempotency_level) have gRPC's own retry policy.
    /// A resilience handler of HttpClient would see every call as a POST, repeat a create whose connection broke after it was stored, and end long streams.
    /// </summary>
    /// <remarks>https://github.com/grpc/proposal/blob/master/A6-client-retries.md</remarks>
    private static ServiceConfig ConfigOf(Type client, int maxAttempts)
    {
        var config = new ServiceConfig
        {
            LoadBalancingConfigs = { new RoundRobinConfig() },
            RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 10, TokenRatio = 0.1 },
        };
        // protoc generates the client within the class that holds the contract's descriptor.
        var contract = (ServiceDescriptor)client.DeclaringType!.GetProperty("Descriptor")!.GetValue(null)!;
        var repeatable = contract.Methods.Where(IsRepeatable).ToList();
        if (repeatable.Count == 0)
            return config;

        var method = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = maxAttempts,
                InitialBackoff = TimeSpan.FromMilliseconds(50),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var descriptor in repeatable)
            method.Names.Add(new MethodName { Service = contract.FullName, Method = descriptor.Name });
        config.MethodConfigs.Add(method);
        return config;
    }

    private static bool IsRepeatable(MethodDescriptor method) =>
        method.GetOptions()?.IdempotencyLevel is Idempotency.NoSideEffects or Idempotency.Idempotent;

    private static void AddDiscovery(this IServiceCollection services)
    {
        if (services.Any(service => service.ImplementationType == typeof(DiscoveryResolverFactory)))
            return;
        // Without the pass-through provider: a service without an address is an error that says so, not a name to be looked up.
        services.AddServiceDiscoveryCore().AddConfigurationServiceEndpointProvider();
        services.TryAddSingleton<HostLookup>(System.Net.Dns.GetHostAddressesAsync);
        services.Add(Registration.Singleton<ResolverFactory, DiscoveryResolverFactory>());
    }

    /// <summary>Gives a deadline to every unary call that comes without one.</summary>
    private sealed class DefaultDeadline(IOptions<ServiceClientOptions> options, TimeProvider time) : Interceptor
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
}
