using System.Globalization;
using System.Net;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace OrderApp.Marketplace.FrontDoor;

/// <summary>
/// OpenID Connect at the marketplace's own address: what browsers and programs ask of the token server goes to the user service with the address that
/// they asked for, since its documents name it.
/// </summary>
internal static class ConnectMap
{
    public const string Cluster = "userservice-http";

    private const string Service = "userservice";

    // The token server's pages have such names; whatever else is asked for is not there.
    private const string Page = "{page:regex(^[a-z-]{{1,50}}$)}";

    // Those of the user service; its antiforgery cookie has a random end.
    private static readonly string[] Cookies = ["orderapp-sign-in", ".AspNetCore.Antiforgery."];

    public static IReadOnlyList<RouteConfig> Routes => [Route("connect", $"/connect/{Page}"), Route("well-known", $"/.well-known/{Page}")];

    public static IReadOnlyList<ClusterConfig> Clusters(IConfiguration configuration) =>
    [
        new()
        {
            ClusterId = Cluster,
            Destinations = configuration.GetSection($"services:{Service}:http").GetChildren()
                .Where(address => !string.IsNullOrWhiteSpace(address.Value))
                .ToDictionary(address => $"{Cluster}-{address.Key}", address => new DestinationConfig { Address = address.Value! }),
            HttpClient = new() { RequestHeaderEncoding = FrontDoorMap.HeaderEncoding },
            HttpRequest = new() { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        },
    ];

    /// <summary>Keeps the marketplace's cookies here, and has the user service's pages speak the language that was chosen here.</summary>
    public static void Transform(TransformBuilderContext transforms)
    {
        if (transforms.Route.ClusterId != Cluster)
            return;
        transforms.AddRequestTransform(transform =>
        {
            var headers = transform.ProxyRequest.Headers;
            headers.Remove(HeaderNames.Cookie);
            var kept = transform.HttpContext.Request.Cookies.Where(cookie => Cookies.Any(name => cookie.Key.StartsWith(name, StringComparison.Ordinal))).ToList();
            if (kept.Count > 0)
                headers.TryAddWithoutValidation(HeaderNames.Cookie, string.Join("; ", kept.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            headers.Remove(HeaderNames.AcceptLanguage);
            headers.TryAddWithoutValidation(HeaderNames.AcceptLanguage, CultureInfo.CurrentUICulture.Name);
            return default;
        });
    }

    private static RouteConfig Route(string id, string path) => new()
    {
        RouteId = id,
        ClusterId = Cluster,
        Match = new() { Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], Path = path },
        Transforms =
        [
            new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" },
            new Dictionary<string, string> { ["X-Forwarded"] = "Off", ["For"] = "Set", ["Proto"] = "Set" },
        ],
    };
}
