using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace OrderApp.ServiceDefaults.Grpc;

/// <summary>
/// Finds a service's addresses in the configuration, as Aspire gives them: <c>services:NAME:grpc:0</c>, <c>:1</c> and so on.
/// Several addresses are used in turn.
/// </summary>
internal sealed class ServiceResolver(string service, IConfiguration configuration, ILoggerFactory logging) : PollingResolver(logging)
{
    private static readonly string[] EndpointNames = ["grpc", "https", "http"];

    /// <summary>The addresses of a service's gRPC endpoint; empty when none is configured.</summary>
    public static IReadOnlyList<Uri> Addresses(IConfiguration configuration, string service) =>
        EndpointNames
            .Select(name => configuration.GetSection($"services:{service}:{name}").GetChildren()
                .Select(address => address.Value)
                .Where(address => !string.IsNullOrWhiteSpace(address))
                .Select(address => new Uri(address!))
                .ToList())
            .FirstOrDefault(addresses => addresses.Count > 0) ?? [];

    protected override Task ResolveAsync(CancellationToken cancellationToken)
    {
        var addresses = Addresses(configuration, service);
        Listener(addresses.Count > 0
            ? ResolverResult.ForResult([.. addresses.Select(address => new BalancerAddress(address.Host, address.Port))])
            : ResolverResult.ForFailure(new Status(StatusCode.Unavailable, $"no address of {service} is configured (services__{service}__grpc__0)")));
        return Task.CompletedTask;
    }
}

/// <summary>Makes resolvers for addresses of the form <c>discovery:///NAME</c>.</summary>
internal sealed class ServiceResolverFactory(IConfiguration configuration) : ResolverFactory
{
    public const string Scheme = "discovery";

    public override string Name => Scheme;

    public override Resolver Create(ResolverOptions options) =>
        new ServiceResolver(options.Address.AbsolutePath.Trim('/'), configuration, options.LoggerFactory);
}
