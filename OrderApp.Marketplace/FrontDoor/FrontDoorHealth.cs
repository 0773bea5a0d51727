using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.ClientFactory;
using OrderApp.ServiceDefaults.Health;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>Tells the state of the services behind the front door: it asks the one that serves the contract.</summary>
internal sealed class FrontDoorHealth(GrpcClientFactory clients, ProcessHealth own) : IHealthSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async ValueTask<Status?> FindAsync(string service, CancellationToken cancellationToken)
    {
        var owner = FrontDoorMap.Contracts.FirstOrDefault(entry => entry.Contract.FullName == service).Service;
        if (owner is null)
            return await own.FindAsync(service, cancellationToken);

        try
        {
            var health = clients.CreateClient<Health.HealthClient>(ClientName(owner));
            var deadline = DateTime.UtcNow + Patience;
            var answer = await health.CheckAsync(new() { Service = service }, deadline: deadline, cancellationToken: cancellationToken);
            return answer.Status;
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.NotFound)
        {
            return Status.NotServing;
        }
    }

    public static string ClientName(string service) => $"health of {service}";
}
