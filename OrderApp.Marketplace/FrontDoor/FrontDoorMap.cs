using System.Net;
using Google.Protobuf.Reflection;
using OrderApp.Protos;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;
using GrpcContract = Google.Protobuf.Reflection.ServiceDescriptor;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>Which service serves which gRPC contract. One route per contract, one cluster per service.</summary>
internal static class FrontDoorMap
{
    /// <summary>As the server itself reads headers: one in another script, which a proxy refuses by itself, is the service's to judge.</summary>
    public const string HeaderEncoding = "utf-8";

    public static readonly IReadOnlyList<(GrpcContract Contract, string Service)> Contracts =
    [
        (Descriptor(OrderReflection.Descriptor, nameof(OrderService)), "orderservice"),
        (Descriptor(RecommendationsReflection.Descriptor, nameof(Recommendations)), "recommendations"),
        (Descriptor(CatalogueReflection.Descriptor, nameof(Catalogue)), "catalogue"),
        (Descriptor(InventoryReflection.Descriptor, nameof(Inventory)), "inventory"),
        (Descriptor(CartReflection.Descriptor, nameof(Cart)), "cart"),
        (Descriptor(ReviewsReflection.Descriptor, nameof(Reviews)), "reviews"),
        (Descriptor(RouteGuideReflection.Descriptor, nameof(RouteGuide)), "routeguide"),
        (Descriptor(TransactionsReflection.Descriptor, nameof(Transactions)), "transactions"),
        (Descriptor(UserServiceReflection.Descriptor, nameof(UserService)), "userservice"),
        (Descriptor(UserServiceReflection.Descriptor, nameof(Accounts)), "userservice"),
    ];

    public static IReadOnlyList<RouteConfig> Routes =>
    [
        .. Contracts.Select(entry => new RouteConfig
        {
            RouteId = entry.Contract.FullName,
            ClusterId = entry.Service,
            Match = new() { Methods = [HttpMethods.Post], Path = $"/{entry.Contract.FullName}/{{method}}" },
            // The services limit each message; a stream of messages may be as long as it likes.
            MaxRequestBodySize = -1,
            TimeoutPolicy = "Disable",
            // Accounts limit what one address may ask for: theirs is told, and not what a caller says of himself.
            Transforms = [new Dictionary<string, string> { ["X-Forwarded"] = "Off", ["For"] = entry.Service is "userservice" ? "Set" : "Off" }],
        }),
    ];

    public static IReadOnlyList<ClusterConfig> Clusters(IConfiguration configuration) =>
    [
        .. Contracts.Select(entry => entry.Service).Distinct().Select(service => new ClusterConfig
        {
            ClusterId = service,
            Destinations = Destinations(configuration, service),
            LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
            HttpClient = new() { EnableMultipleHttp2Connections = true, RequestHeaderEncoding = HeaderEncoding },
            HttpRequest = new()
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = Timeout.InfiniteTimeSpan,
                AllowResponseBuffering = false,
            },
            HealthCheck = new()
            {
                AvailableDestinationsPolicy = "HealthyOrPanic",
                Passive = new() { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = TimeSpan.FromSeconds(5) },
            },
        }),
    ];

    private static Dictionary<string, DestinationConfig> Destinations(IConfiguration configuration, string service) =>
        configuration.GetSection($"services:{service}:grpc").GetChildren()
            .Where(address => !string.IsNullOrWhiteSpace(address.Value))
            .ToDictionary(address => $"{service}-{address.Key}", address => new DestinationConfig { Address = address.Value! });

    private static GrpcContract Descriptor(FileDescriptor file, string service) =>
        file.Services.Single(candidate => candidate.Name == service);
}
