using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrderApp.ServiceDefaults.Telemetry;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>Typed gRPC clients of the other services.</summary>
public static class ServiceClients
{
    /// <summary>
    /// Adds a client of a service found by discovery: one channel for the process, a deadline on every unary call, the caller's deadline and
    /// cancellation passed on inside a gRPC call, retries for methods that are safe to repeat.
    /// </summary>
    /// <param name="builder">The service that asks.</param>
    /// <param name="service">The service that is asked.</param>
    /// <param name="name">The client's name for GrpcClientFactory, where one contract is asked of several services.</param>
    public static IHttpClientBuilder AddServiceClient<TClient>(this WebApplicationBuilder builder, string service, string? name = null)
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
        services.TryAddTransient<TracePropagationHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ResolverFactory, ServiceResolverFactory>());

        return services
            .AddGrpcClient<TClient>(name ?? typeof(TClient).Name, options => options.Address = new Uri($"{ServiceResolverFactory.Scheme}:///{service}"))
            .ConfigureChannel((provider, channel) =>
            {
                var addresses = ServiceResolver.Addresses(provider.GetRequiredService<IConfiguration>(), service);
                channel.Credentials = addresses.Any(address => address.Scheme == Uri.UriSchemeHttps)
                    ? ChannelCredentials.SecureSsl
                    : ChannelCredentials.Insecure;
                // The client's own default waits up to two minutes before it looks for a service again that was away.
                channel.InitialReconnectBackoff = TimeSpan.FromMilliseconds(200);
                channel.MaxReconnectBackoff = TimeSpan.FromSeconds(2);
                channel.MaxReceiveMessageSize = GrpcConventions.MaxMessageBytes;
                channel.ServiceConfig = RetryPolicies.For(Contracts.All, provider.GetRequiredService<IOptions<ServiceClientOptions>>().Value.MaxAttempts);
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null, // see TracePropagationHandler
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            })
            .AddHttpMessageHandler<TracePropagationHandler>()
            .AddInterceptor<DefaultDeadline>()
            .EnableCallContextPropagation(options => options.SuppressContextNotFoundErrors = true)
            .RemoveAllLoggers();
    }
}
