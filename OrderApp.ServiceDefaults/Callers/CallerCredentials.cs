using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrderApp.ServiceDefaults.Callers;

/// <summary>In whose name a service asks another one.</summary>
public static class CallerCredentials
{
    /// <summary>In the name of who makes the call or request that is being answered; nobody's where nobody makes one.</summary>
    /// <param name="client">The client.</param>
    /// <param name="forGuests">
    /// Whether a guest is somebody to the service that is asked. It needs this service's own token, without which nothing can be asked: where a guest
    /// makes no difference, he is better nobody.
    /// </param>
    internal static IHttpClientBuilder AsCaller(this IHttpClientBuilder client, bool forGuests)
    {
        if (forGuests)
            client.AddServiceToken();
        return client.AddCallCredentials(async (context, metadata, services) =>
        {
            var caller = services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>();
            if (caller?.Token is { } token)
            {
                Add(metadata, token);
            }
            else if (forGuests && caller?.Guest is { } guest && await services.GetRequiredService<ServiceToken>().GetAsync(context.CancellationToken) is { } own)
            {
                Add(metadata, own);
                metadata.Add(Caller.GuestHeader, guest.ToString());
            }
        });
    }

    /// <summary>In the service's own name (<see cref="ServiceToken"/>).</summary>
    internal static IHttpClientBuilder AsService(this IHttpClientBuilder client)
    {
        client.AddServiceToken();
        return client.AddCallCredentials(async (context, metadata, services) =>
        {
            if (await services.GetRequiredService<ServiceToken>().GetAsync(context.CancellationToken) is { } token)
                Add(metadata, token);
        });
    }

    private static void AddServiceToken(this IHttpClientBuilder client)
    {
        client.Services.AddHttpClient(nameof(ServiceToken)).RemoveAllLoggers();
        client.Services.TryAddSingleton(services => ActivatorUtilities.CreateInstance<ServiceToken>(
            services, services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(ServiceToken))));
    }

    private static void Add(Metadata metadata, string token) => metadata.Add("authorization", $"Bearer {token}");
}
