using Grpc.Core;
using Grpc.Health.V1;

namespace OrderApp.Tests.Marketplace;

/// <summary>The health of a fake: as long as it answers, it serves.</summary>
internal sealed class AlwaysServing : Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        Task.FromResult(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
}
