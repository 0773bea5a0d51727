using Grpc.AspNetCore.HealthChecks;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OrderApp.ServiceDefaults;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>
/// The state of a contract behind the front door: the process that serves it is asked, once a second as the marketplace asks itself, and
/// grpc.health.v1 tells the last answer under the contract's name.
/// </summary>
internal sealed class FrontDoorHealth(string contract, string client, GrpcClientFactory clients) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void Add(WebApplicationBuilder builder)
    {
        foreach (var service in FrontDoorMap.Contracts.Select(entry => entry.Service).Distinct())
            builder.AddServiceClient<Health.HealthClient>(service, ClientOf(service));
        foreach (var (contract, service) in FrontDoorMap.Contracts)
        {
            builder.Services.AddHealthChecks().AddTypeActivatedCheck<FrontDoorHealth>(
                contract.FullName, null, [ServiceHealth.OfAnotherProcess], contract.FullName, ClientOf(service));
        }

        builder.Services.Configure<GrpcHealthChecksOptions>(options =>
        {
            foreach (var (contract, _) in FrontDoorMap.Contracts)
                options.Services.Map(contract.FullName, check => check.Name == contract.FullName);
        });
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        try
        {
            var health = clients.CreateClient<Health.HealthClient>(client);
            var answer = await health.CheckAsync(new() { Service = contract }, deadline: DateTime.UtcNow + Patience, cancellationToken: cancellationToken);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(answer.Status.ToString());
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(error.Status.Detail);
        }
    }

    private static string ClientOf(string service) => $"health of {service}";
}
