using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>In whose name a service asks another one.</summary>
public static class CallerCredentials
{
    /// <summary>In the name of who makes the call or request that is being answered; nobody's where nobody makes one.</summary>
    internal static IHttpClientBuilder AsCaller(this IHttpClientBuilder client) => client.AddCallCredentials((_, metadata, services) =>
    {
        if (services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>()?.Token is { } token)
            Add(metadata, token);
        return Task.CompletedTask;
    });

    /// <summary>In the service's own name (<see cref="ServiceToken"/>).</summary>
    internal static IHttpClientBuilder AsService(this IHttpClientBuilder client)
    {
        client.Services.AddHttpClient(nameof(ServiceToken)).RemoveAllLoggers();
        client.Services.TryAddSingleton(services => ActivatorUtilities.CreateInstance<ServiceToken>(
            services, services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(ServiceToken))));
        return client.AddCallCredentials(async (context, metadata, services) =>
        {
            if (await services.GetRequiredService<ServiceToken>().GetAsync(context.CancellationToken) is { } token)
                Add(metadata, token);
        });
    }

    private static void Add(Metadata metadata, string token) => metadata.Add("authorization", $"Bearer {token}");
}
