using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using OrderApp.ServiceDefaults.Grpc;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace OrderApp.ServiceDefaults.Health;

/// <summary>The gRPC health checking protocol, version 1.</summary>
/// <remarks>https://github.com/grpc/grpc/blob/master/doc/health-checking.md</remarks>
internal sealed class GrpcHealthService(IHealthSource source, IHostApplicationLifetime lifetime) : global::Grpc.Health.V1.Health.HealthBase
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(250);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await source.FindAsync(request.Service, context.CancellationToken)
            ?? throw GrpcErrors.NotFound($"service: there is no {request.Service} here");
        return new() { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var timer = new PeriodicTimer(WatchPeriod);
        Status? sent = null;
        do
        {
            var status = await source.FindAsync(request.Service, context.CancellationToken) ?? Status.ServiceUnknown;
            if (status != sent)
                await responseStream.WriteAsync(new() { Status = status }, context.CancellationToken);
            sent = status;
        }
        while (!lifetime.ApplicationStopping.IsCancellationRequested && await timer.WaitForNextTickAsync(context.CancellationToken));
    }
}
