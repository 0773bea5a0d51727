using Grpc.Health.V1;

namespace OrderApp.ServiceDefaults.Health;

/// <summary>Tells the state of a gRPC service. The front door has one of its own that asks the service's process.</summary>
public interface IHealthSource
{
    /// <summary>The state of a service by full name, or of the whole process for ""; null when there is no such service here.</summary>
    ValueTask<HealthCheckResponse.Types.ServingStatus?> FindAsync(string service, CancellationToken cancellationToken);
}
