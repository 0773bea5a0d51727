using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ServiceDiscovery;

namespace OrderApp.ServiceDefaults;

/// <summary>Asks DNS for all addresses of a host.</summary>
internal delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);

/// <summary>
/// Gives a gRPC channel the addresses that service discovery knows, those of the endpoint <c>grpc</c> (services__NAME__grpc__0, as Aspire gives them). A name
/// that DNS has several addresses for, as where a service runs in several pods, is looked up here: by name all calls would go to one of them.
/// </summary>
internal sealed class DiscoveryResolver(string service, ServiceEndpointResolver discovery, HostLookup lookup, ILoggerFactory logging) : PollingResolver(logging)
{
    // When an address goes, the channel asks anew by itself; DNS does not tell when one comes.
    private static readonly TimeSpan LookupPeriod = TimeSpan.FromSeconds(5);

    private IDisposable? change;
    private Timer? lookups;

    protected override async Task ResolveAsync(CancellationToken cancellationToken)
    {
        ServiceEndpointSource known;
        try
        {
            known = await discovery.GetEndpointsAsync($"https+http://_grpc.{service}", cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            // The program ends: its channels, whose connections are closing, are disposed of after discovery.
            Listener(ResolverResult.ForFailure(new Status(StatusCode.Unavailable, "the service is shutting down")));
            return;
        }

        change?.Dispose();
        change = known.ChangeToken.RegisterChangeCallback(_ => Refresh(), null);

        var addresses = new List<BalancerAddress>();
        foreach (var address in known.Endpoints.Select(endpoint => endpoint.EndPoint).OfType<UriEndPoint>().Select(endpoint => endpoint.Uri))
        {
            if (IsToBeLookedUp(address))
                addresses.AddRange((await LookUpAsync(address.DnsSafeHost, cancellationToken)).Select(found => new BalancerAddress(found.ToString(), address.Port)));
            else
                addresses.Add(new(address.DnsSafeHost, address.Port));
        }

        Listener(addresses.Count > 0
            ? ResolverResult.ForResult(addresses)
            : ResolverResult.ForFailure(new Status(StatusCode.Unavailable, $"no address of {service} is configured (services__{service}__grpc__0)")));
    }

    protected override void Dispose(bool disposing)
    {
        change?.Dispose();
        lookups?.Dispose();
        base.Dispose(disposing);
    }

    // A certificate is made out to the name.
    private static bool IsToBeLookedUp(Uri address) =>
        address.HostNameType == UriHostNameType.Dns && !address.IsLoopback && address.Scheme == Uri.UriSchemeHttp;

    private Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        lookups ??= new Timer(_ => Refresh());
        lookups.Change(LookupPeriod, Timeout.InfiniteTimeSpan);
        return lookup(host, cancellationToken);
    }
}

/// <summary>Makes resolvers for addresses of the form <c>discovery:///NAME</c>.</summary>
internal sealed class DiscoveryResolverFactory(ServiceEndpointResolver discovery, HostLookup lookup) : ResolverFactory
{
    private const string Scheme = "discovery";

    public override string Name => Scheme;

    public static Uri AddressOf(string service) => new($"{Scheme}:///{service}");

    public override Resolver Create(ResolverOptions options) =>
        new DiscoveryResolver(options.Address.AbsolutePath.Trim('/'), discovery, lookup, options.LoggerFactory);
}
