using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>Which gRPC services can be called here, by full name: those mapped in this process and those it passes on.</summary>
public sealed class GrpcSurface(EndpointDataSource endpoints, IOptions<GrpcSurfaceOptions> options)
{
    /// <summary>Full names in alphabetical order, "order.OrderService" for one.</summary>
    public IReadOnlyCollection<string> ServiceNames => new SortedSet<string>(
        endpoints.Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName)
            .OfType<string>()
            .Concat(options.Value.PassedOn),
        StringComparer.Ordinal);
}

/// <summary>What a front door adds to its own services.</summary>
public sealed class GrpcSurfaceOptions
{
    /// <summary>Full names of the services whose calls are passed on to other processes.</summary>
    public ICollection<string> PassedOn { get; } = [];
}
